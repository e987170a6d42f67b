--liquibase formatted sql

--changeset weir:microblog-origins
create table microblog.origins (
    uri text primary key check (length(uri) between 1 and 2000),
    kind text not null check (kind in ('user', 'post', 'follow', 'like')),
    id bigint not null,
    target_id bigint,
    removed_us bigint,
    renewed_us bigint
);
comment on table microblog.origins is
    'What came from services whose ids are addresses: which id it has here, and what is known to have happened to it there.';
comment on column microblog.origins.id is 'Of the post or user; of a follow or like, the user.';
comment on column microblog.origins.target_id is 'Of a follow, the user followed; of a like, the post.';
comment on column microblog.origins.removed_us is
    'When it was removed, or its owner''s account closed, in microseconds since 1970: what is older and comes again is ignored.';
comment on column microblog.origins.renewed_us is 'The youngest change that was applied, in microseconds since 1970.';
create index origins_id on microblog.origins (kind, id);
