--liquibase formatted sql

--changeset weir:microblog-standings
create table microblog.standings (
    id bigint generated always as identity primary key,
    user_id bigint not null,
    change text not null check (change in ('protected', 'unprotected', 'suspended', 'restored')),
    changed_at timestamptz not null
);
comment on table microblog.standings is
    'When users were hidden or shown again, noted in the transaction that did it: for compliance.';
create index standings_user on microblog.standings (user_id, changed_at);
create index standings_changed_at on microblog.standings (changed_at, id);
