--liquibase formatted sql

--changeset weir:microblog-counted-elsewhere
alter table microblog.post_counts add column elsewhere boolean not null default true;
comment on column microblog.post_counts.elsewhere is
    'Whether the counters may hold more than is stored here, because they came with an import. Set to false by writers whose counters are those of their edges.';
alter table microblog.user_counts add column elsewhere boolean not null default true;
comment on column microblog.user_counts.elsewhere is 'As of post_counts.';
