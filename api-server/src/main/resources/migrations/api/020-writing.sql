--liquibase formatted sql

--changeset weir:microblog-machines
create table microblog.machines (
    number int primary key check (number between 0 and 1023),
    holder uuid,
    leased_until timestamptz not null default '-infinity',
    newest_id bigint not null default 0
) with (fillfactor = 50);
comment on table microblog.machines is
    'The machine numbers of ids. Each process that makes ids leases one, so that no two ever make the same id.';
comment on column microblog.machines.newest_id is
    'No id of this number that was made so far is greater; whoever leases it next makes only greater ones.';
insert into microblog.machines (number) select generate_series(0, 1023);

--changeset weir:microblog-deletions
create table microblog.deletions (
    post_id bigint primary key,
    author_id bigint not null,
    deleted_at timestamptz not null,
    reason text not null check (reason in ('deleted', 'suspended', 'protected', 'deactivated'))
);
comment on table microblog.deletions is
    'Posts that are no more, noted in the transaction that removed them: for compliance, and for those who delete twice.';
create index deletions_deleted_at on microblog.deletions (deleted_at, post_id);

--changeset weir:microblog-post-requests
create table microblog.post_requests (
    app_id bigint not null,
    user_id bigint not null,
    idempotency_key text not null check (char_length(idempotency_key) between 1 and 255),
    body_sha256 text not null,
    requested_at timestamptz not null,
    post_id bigint,
    primary key (app_id, user_id, idempotency_key)
);
comment on table microblog.post_requests is
    'Requests to write a post that carried an Idempotency-Key, for 24 hours: a repeat gets the post of the first.';
create index post_requests_requested_at on microblog.post_requests (requested_at);
