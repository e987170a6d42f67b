--liquibase formatted sql

--changeset weir:feed
create table microblog.feed_inbox (
    id bigint generated always as identity primary key,
    post_id bigint not null
);
comment on table microblog.feed_inbox is
    'Posts written but not yet in the feed. The posting transaction adds a row, so that a post is in here exactly when it is committed.';
create table microblog.feed (
    position bigint primary key,
    post_id bigint not null,
    at timestamptz not null
);
comment on table microblog.feed is
    'Posts in the order in which they were committed, for some minutes: what streams deliver and backfill from.';
comment on column microblog.feed.position is
    'Counts up by one without gaps, and becomes visible in its order: whoever has read up to a position has missed nothing before it.';
create index feed_at on microblog.feed (at);
create table microblog.feed_head (
    single boolean primary key default true check (single),
    position bigint not null default 0,
    at timestamptz not null default now()
);
comment on table microblog.feed_head is 'The last position given, in one row. Who holds its lock gives the next ones.';
insert into microblog.feed_head default values;

--changeset weir:feed-extend splitStatements:false
-- One call is one transaction: a gateway that freezes can never sit on the lock between two statements of its own.
create function microblog.extend_feed(most integer) returns bigint language plpgsql as $$
declare
    head record;
    moved bigint;
begin
    select f.position, greatest(f.at, clock_timestamp()) as at into head
        from microblog.feed_head f for update skip locked;
    if not found then
        return 0;
    end if;
    with taken as (
        delete from microblog.feed_inbox
        where id = any (array(select i.id from microblog.feed_inbox i order by i.id limit most))
        returning id, post_id)
    insert into microblog.feed (position, post_id, at)
        select head.position + row_number() over (order by taken.id), taken.post_id, head.at from taken;
    get diagnostics moved = row_count;
    if moved > 0 then
        update microblog.feed_head set position = head.position + moved, at = head.at;
    end if;
    return moved;
end
$$;
