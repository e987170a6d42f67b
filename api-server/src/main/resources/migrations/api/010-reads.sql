--liquibase formatted sql

--changeset weir:mentions
create function microblog.mentioned(entities jsonb) returns table (username text)
    language sql immutable parallel safe
    as $$ select distinct lower(name #>> '{}') from jsonb_path_query(entities, '$.mentions[*].username') name $$;
comment on function microblog.mentioned is 'Whom stored entities mention: usernames in lower case, each once.';
create table microblog.mentions (
    username text not null,
    post_id bigint not null references microblog.posts on delete cascade,
    primary key (username, post_id)
);
comment on table microblog.mentions is
    'Whom a post mentions, reposts aside. By name, so that a user who comes later finds what was said before. Every writer of posts fills it (class Mentions).';
create index mentions_post on microblog.mentions (post_id);
insert into microblog.mentions (username, post_id)
    select m.username, p.id from microblog.posts p cross join lateral microblog.mentioned(p.entities) m
    where p.repost_of_id is null
    order by 1, 2;

--changeset weir:post-reference-indexes
create index posts_answers on microblog.posts (reply_to_user_id, id desc) where reply_to_user_id is not null;
create index posts_quotes on microblog.posts (quoted_id, id desc) where quoted_id is not null;
create index posts_reposts on microblog.posts (repost_of_id, id desc) where repost_of_id is not null;
create index posts_reposters on microblog.posts (repost_of_id, author_id, id) where repost_of_id is not null;

--changeset weir:edges-by-time
-- Lists of edges are read newest first. The index by user alone that likes had serves nothing that this one does not.
create index likes_given_by_time on microblog.likes (user_id, created_at desc, post_id desc);
create index likes_got_by_time on microblog.likes (post_id, created_at desc, user_id desc);
drop index microblog.likes_post;
create index follows_got_by_time on microblog.follows (followed_id, created_at desc, follower_id desc);
create index follows_given_by_time on microblog.follows (follower_id, created_at desc, followed_id desc);

--changeset weir:users-by-name
create function microblog.name_terms(username text, name text) returns tsvector
    language sql immutable parallel safe
    as $$
        with folded as (
            select lower(regexp_replace(normalize(username || ' ' || left(name, 200), NFKD), '[\u0300-\u036f]', '', 'g'))
                as text),
        words as (
            select regexp_split_to_table(text, '[^[:alnum:]_]+') as word from folded
            union
            select regexp_split_to_table(text, '[^[:alnum:]]+') from folded)
        select array_to_tsvector(coalesce(array_agg(word), '{}')) from words where word <> ''
    $$;
comment on function microblog.name_terms is 'The words a user is found by: of username and name, folded; parts of words with underscores too.';
alter table microblog.users
    add column names tsvector generated always as (microblog.name_terms(username, name)) stored;
comment on column microblog.users.names is 'Made from username and name by the database itself, whoever writes them.';
create index users_names on microblog.users using gin (names);
alter table microblog.users alter column names set statistics 1000;

--changeset weir:media-and-polls
alter table microblog.users add column profile_banner_url text;
alter table microblog.posts add column attachments jsonb;
comment on column microblog.posts.attachments is
    'What is attached, as the data API shows it: {"media_keys": […], "poll_ids": […]}, of rows of media and polls; null when there is nothing.';
create table microblog.media (
    media_key text primary key check (media_key ~ '^[0-9]{1,19}_[0-9]{1,19}$'),
    type text not null check (type in ('photo', 'video', 'animated_gif')),
    url text,
    preview_image_url text,
    alt_text text,
    width integer check (width > 0),
    height integer check (height > 0),
    duration_ms integer check (duration_ms >= 0),
    variants jsonb
);
comment on table microblog.media is 'What is known of a picture or film attached to posts; the file itself is elsewhere, at url.';
comment on column microblog.media.variants is 'Editions of a film as the data API shows them: [{"bit_rate", "content_type", "url"}].';
create table microblog.polls (
    id bigint primary key,
    options jsonb not null check (jsonb_typeof(options) = 'array'),
    duration_minutes integer check (duration_minutes > 0),
    end_datetime timestamptz
);
comment on column microblog.polls.options is 'Choices as the data API shows them: [{"position", "label", "votes"}], position from 1.';
comment on column microblog.polls.end_datetime is 'The poll is open until then; without it, it is closed.';
