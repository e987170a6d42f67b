--liquibase formatted sql

--changeset weir:search-references
-- Reposts and quotes have theirs.
create index posts_conversation on microblog.posts (conversation_id, id desc);
create index posts_replies on microblog.posts (reply_to_id, id desc) where reply_to_id is not null;
create index users_verified on microblog.users (id) where verified;

--changeset weir:search-magnitudes splitStatements:false
-- A counter is hot: an index on it would be written with each like. Its magnitude changes when it doubles.
create function microblog.magnitude(n bigint) returns smallint
    language sql immutable strict parallel safe
    return cast(floor(ln(greatest(n, 1)::float8) / ln(2::float8)) as smallint);
comment on function microblog.magnitude is 'The power of two that a number has reached; grows with the number, never falls.';
alter table microblog.post_counts
    add column likes_magnitude smallint generated always as (microblog.magnitude(likes)) stored,
    add column replies_magnitude smallint generated always as (microblog.magnitude(replies)) stored,
    add column reposts_magnitude smallint generated always as (microblog.magnitude(reposts)) stored;
create index post_counts_likes on microblog.post_counts (likes_magnitude, post_id) where likes > 0;
create index post_counts_replies on microblog.post_counts (replies_magnitude, post_id) where replies > 0;
create index post_counts_reposts on microblog.post_counts (reposts_magnitude, post_id) where reposts > 0;

--changeset weir:search-links
-- Words of links, as the server's tokenizer makes them for new posts (Links.words); here for posts written before.
update microblog.posts p set search = p.search || links.terms
from (
    select id, cast(string_agg('''url:' || word || ''':' || place, ' ') as tsvector) as terms
    from (
        select id, word, row_number() over (partition by id order by link_number, word_number) + link_number as place
        from (
            select p.id, link.number as link_number, w.number as word_number, left(w.word, 124) as word
            from microblog.posts p
            cross join lateral (
                select link, row_number() over () as number
                from (
                    select distinct v.link
                    from jsonb_array_elements(p.entities -> 'urls') u
                    cross join lateral (values (u ->> 'url'), (u ->> 'expanded_url'), (u ->> 'unwound_url')) v (link)
                    where v.link is not null) d) link
            cross join lateral regexp_split_to_table(
                    regexp_replace(
                        translate(link.link, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz'),
                        '^[^:]*://(www\.)?', ''),
                    '[\x01-/:-@\[-`{-\x7f]+')
                with ordinality w (word, number)
            where jsonb_typeof(p.entities -> 'urls') = 'array' and w.word <> '') words) placed
    where place < 16000
    group by id) links
where links.id = p.id;
