--liquibase formatted sql

--changeset weir:exports
create table platform.exports (
    id text primary key check (id ~ '^[0-9a-z]{16}$'),
    account_id bigint not null references platform.accounts,
    app_id bigint not null,
    plan text not null,
    query text not null,
    index_query text not null,
    fields text[] not null,
    start_time timestamptz,
    end_time timestamptz not null,
    status text not null default 'created' check (status in ('created', 'in_progress', 'complete', 'failed')),
    waiting_for text,
    created_at timestamptz not null,
    completed_at timestamptz,
    expires_at timestamptz not null,
    last_id bigint not null default -1,
    posts bigint not null default 0,
    bytes bigint not null default 0,
    part integer not null default 1,
    part_posts bigint not null default 0,
    part_bytes bigint not null default 0,
    runner uuid,
    runner_until timestamptz,
    not_before timestamptz not null default '-infinity',
    faults integer not null default 0
) with (fillfactor = 70);
comment on table platform.exports is
    'Bulk exports: what was asked for, and how far it has come. Progress and content change in one transaction.';
comment on column platform.exports.index_query is
    'The query as the index takes it, with the names of users resolved when the export was ordered.';
comment on column platform.exports.end_time is 'Posts before this only; never later than the order.';
comment on column platform.exports.last_id is 'The greatest id in what has been written.';
comment on column platform.exports.runner is 'The gateway that works on it, until runner_until; then any other may take over.';
create index exports_account on platform.exports (account_id, created_at desc, id desc);
create index exports_open on platform.exports (not_before, created_at) where status in ('created', 'in_progress');
create index exports_expiry on platform.exports (expires_at);
create table platform.export_parts (
    export_id text not null references platform.exports on delete cascade,
    number integer not null,
    posts bigint not null,
    bytes bigint not null,
    sha256 text not null,
    primary key (export_id, number)
);
comment on table platform.export_parts is 'Parts that are finished and never change again.';
create table platform.export_chunks (
    export_id text not null references platform.exports on delete cascade,
    part integer not null,
    number bigint not null,
    first_id bigint not null,
    last_id bigint not null,
    ids bigint[] not null,
    content bytea not null,
    primary key (export_id, part, number)
);
comment on table platform.export_chunks is
    'The content of parts, so that every gateway can serve every part without a shared disk.';
comment on column platform.export_chunks.ids is 'The posts in it, so that later deletions can be told.';
