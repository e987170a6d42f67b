--liquibase formatted sql

--changeset weir:microblog-schema
create schema microblog;

--changeset weir:microblog-users
create table microblog.users (
    id bigint primary key,
    username text not null check (username ~ '^[A-Za-z0-9_]{1,15}$'),
    name text not null,
    created_at timestamptz not null,
    description text,
    location text,
    url text,
    profile_image_url text,
    verified boolean not null default false,
    protected boolean not null default false,
    suspended boolean not null default false,
    pinned_post_id bigint
);
comment on table microblog.users is 'Users of the microblog: authors of posts, never customers.';
create unique index users_username on microblog.users (lower(username));
create index users_hidden on microblog.users (id) where protected or suspended;
comment on index microblog.users_hidden is 'The few whose posts no list may show: looked up for each page.';

--changeset weir:microblog-user-counts
create table microblog.user_counts (
    user_id bigint primary key references microblog.users on delete cascade,
    followers bigint not null default 0 check (followers >= 0),
    following bigint not null default 0 check (following >= 0),
    posts bigint not null default 0 check (posts >= 0),
    listed bigint not null default 0 check (listed >= 0),
    likes_given bigint not null default 0 check (likes_given >= 0)
) with (fillfactor = 70);
comment on table microblog.user_counts is 'Counters of a user, apart from the row so that a hot counter never rewrites it.';

--changeset weir:microblog-posts
create table microblog.posts (
    id bigint primary key,
    author_id bigint not null references microblog.users,
    created_at timestamptz not null,
    text text not null,
    lang text not null default 'und',
    conversation_id bigint not null,
    reply_to_id bigint,
    reply_to_user_id bigint,
    quoted_id bigint,
    repost_of_id bigint,
    possibly_sensitive boolean not null default false,
    source text,
    entities jsonb,
    search tsvector not null
);
comment on table microblog.posts is
    'One microblog entry. A reference (reply_to_id, quoted_id, repost_of_id) may point at a post that is not here: deleted, or never imported.';
comment on column microblog.posts.entities is 'Entities as the data API shows them; null when there are none. Offsets count code points.';
comment on column microblog.posts.search is 'Terms of the text, made by the server''s own tokenizer, with positions for phrases.';
create index posts_author on microblog.posts (author_id, id desc);
create index posts_search on microblog.posts using gin (search);

--changeset weir:microblog-search-statistics
-- The planner chooses between the text index and a walk from the newest post down by how often a word occurs. By default
-- it knows 1,000 words and takes all others for fairly common, so that a rare word would walk the whole table.
alter table microblog.posts alter column search set statistics 1000;

--changeset weir:microblog-post-counts
create table microblog.post_counts (
    post_id bigint primary key references microblog.posts on delete cascade,
    replies bigint not null default 0 check (replies >= 0),
    reposts bigint not null default 0 check (reposts >= 0),
    likes bigint not null default 0 check (likes >= 0),
    quotes bigint not null default 0 check (quotes >= 0),
    bookmarks bigint not null default 0 check (bookmarks >= 0),
    impressions bigint not null default 0 check (impressions >= 0)
) with (fillfactor = 70);
comment on table microblog.post_counts is 'Counters of a post, apart from the row so that a hot counter never touches the search index.';

--changeset weir:microblog-edges
create table microblog.follows (
    follower_id bigint not null references microblog.users on delete cascade,
    followed_id bigint not null references microblog.users on delete cascade,
    created_at timestamptz not null,
    primary key (follower_id, followed_id)
);
create index follows_followed on microblog.follows (followed_id, follower_id);
create table microblog.likes (
    user_id bigint not null references microblog.users on delete cascade,
    post_id bigint not null references microblog.posts on delete cascade,
    created_at timestamptz not null,
    primary key (user_id, post_id)
);
create index likes_post on microblog.likes (post_id, user_id);
