--liquibase formatted sql

--changeset weir:microblog-home
create table microblog.home (
    user_id bigint not null,
    post_id bigint not null,
    author_id bigint not null,
    primary key (user_id, post_id)
);
comment on table microblog.home is
    'Home timelines: for each user the posts of those it follows. What is shown of it is decided when it is read.';
create index home_post on microblog.home using brin (post_id);
create table microblog.fanouts (
    post_id bigint primary key,
    author_id bigint not null
);
comment on table microblog.fanouts is
    'Posts that are not yet in the home timelines of all followers. Readers look here too, so nobody waits for it.';
create index fanouts_author on microblog.fanouts (author_id, post_id);
create table microblog.pulled_authors (
    user_id bigint primary key
);
comment on table microblog.pulled_authors is
    'Authors with so many followers that their posts are not copied to home timelines but looked up by each reader.';
create table microblog.home_state (
    single boolean primary key default true check (single),
    filled_from bigint not null
);
comment on column microblog.home_state.filled_from is
    'Home timelines hold posts from this id on; older ones are looked up by each reader.';
-- The first id of now: milliseconds since 2010-11-04T01:42:54.657Z, times 2^22.
insert into microblog.home_state (filled_from)
    select ((extract(epoch from clock_timestamp()) * 1000)::bigint - 1288834974657) << 22;

--changeset weir:microblog-home-fanouts splitStatements:false
create function microblog.fan_out() returns trigger language plpgsql as $$
begin
    insert into microblog.fanouts (post_id, author_id)
    select id, author_id from added where id >= (select filled_from from microblog.home_state)
    on conflict do nothing;
    return null;
end
$$;

--changeset weir:microblog-home-fanouts-trigger
create trigger fan_out after insert on microblog.posts
    referencing new table as added for each statement execute function microblog.fan_out();
