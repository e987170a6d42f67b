--liquibase formatted sql

--changeset weir:stream-rules
create table platform.stream_rules (
    id bigint generated always as identity primary key,
    app_id bigint not null references platform.apps,
    value text not null,
    tag text,
    created_at timestamptz not null default now()
);
comment on table platform.stream_rules is 'What the filtered stream of an app delivers.';
-- A value may be longer than an entry of an index.
create unique index stream_rules_value on platform.stream_rules (app_id, md5(value));
create index stream_rules_app on platform.stream_rules (app_id, id);
create table platform.stream_rule_editions (
    app_id bigint primary key references platform.apps,
    edition bigint not null
);
comment on table platform.stream_rule_editions is
    'Counts the changes of an app''s rules: gateways see by it what to read again, and its row lock orders the changes.';

--changeset weir:stream-connections
create table platform.stream_gateways (
    id uuid primary key,
    seen_at timestamptz not null
);
comment on table platform.stream_gateways is
    'Gateways that serve streams, by run. One not seen for a while is dead, and its connections with it.';
create table platform.stream_connections (
    id uuid primary key,
    gateway uuid not null,
    account_id bigint not null,
    app_id bigint not null,
    stream text not null,
    connected_at timestamptz not null default clock_timestamp(),
    close_asked_at timestamptz,
    disconnected_at timestamptz,
    reason text
);
comment on table platform.stream_connections is 'Open streams, and for a day those that have ended.';
create index stream_connections_account on platform.stream_connections (account_id) where disconnected_at is null;
create index stream_connections_gateway on platform.stream_connections (gateway) where disconnected_at is null;
create index stream_connections_app on platform.stream_connections (app_id, connected_at desc, id);
create index stream_connections_ended on platform.stream_connections (disconnected_at) where disconnected_at is not null;
