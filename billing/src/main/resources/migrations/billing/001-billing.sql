--liquibase formatted sql

--changeset weir:billing-schema
create schema billing;

--changeset weir:billing-catalogue-versions
create table billing.catalogue_versions (
    version bigint primary key check (version >= 1),
    sha256 bytea not null check (octet_length(sha256) = 32),
    content text not null check (octet_length(content) between 1 and 262144),
    plans text[] not null check (cardinality(plans) >= 1),
    published_at timestamptz not null default now(),
    published_by text not null check (published_by <> '')
);
comment on table billing.catalogue_versions is
    'Every catalogue that was ever in force, as it was written. Rows are never changed or removed; a rollback is a new version with old content.';
comment on column billing.catalogue_versions.plans is 'Names of the plans in the content, so that SQL can tell whether a plan exists.';

--changeset weir:billing-immutable-rows splitStatements:false
create function billing.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% of %.% refused: its rows are immutable, add a new one instead',
        lower(tg_op), tg_table_schema, tg_table_name
        using errcode = 'restrict_violation';
end
$$;

--changeset weir:billing-catalogue-immutable
create trigger immutable before update or delete on billing.catalogue_versions
    for each row execute function billing.refuse_change();
create trigger immutable_whole before truncate on billing.catalogue_versions
    for each statement execute function billing.refuse_change();

--changeset weir:billing-subscriptions
create table billing.subscriptions (
    id bigint generated always as identity primary key,
    account_id bigint not null,
    plan text not null check (plan ~ '^[a-z][a-z0-9-]{0,31}$'),
    subscribed_at timestamptz not null default now(),
    actor text not null check (actor <> ''),
    reason text not null check (reason <> ''),
    written_in xid8 not null default pg_current_xact_id()
);
comment on table billing.subscriptions is
    'Which plan an account is on: the newest row of an account is in force, the older ones are its history. Never changed or removed.';
comment on column billing.subscriptions.written_in is
    'The transaction that wrote the row; readers that poll for news compare it with the snapshot of their last poll, so that a late commit is not missed.';
create index subscriptions_account on billing.subscriptions (account_id, id desc);
create index subscriptions_written on billing.subscriptions (written_in);
create trigger immutable before update or delete on billing.subscriptions
    for each row execute function billing.refuse_change();
create trigger immutable_whole before truncate on billing.subscriptions
    for each statement execute function billing.refuse_change();

--changeset weir:billing-usage
create table billing.usage (
    account_id bigint not null,
    meter text not null check (meter in ('posts_read', 'requests')),
    bucket timestamptz not null,
    app_id bigint not null,
    incarnation uuid not null,
    total bigint not null check (total >= 0),
    primary key (account_id, meter, bucket, app_id, incarnation)
) with (fillfactor = 70);
comment on table billing.usage is
    'What was used: for each 15-minute UTC bucket the running total of one incarnation of a node. Totals only grow, so writing one twice changes nothing.';
comment on column billing.usage.bucket is 'Start of the bucket. 15 minutes because every zone offset is a multiple of that.';
comment on column billing.usage.incarnation is 'One run of one gateway process; never used again.';
