--liquibase formatted sql

-- Posts are written and searched for meanwhile, and whichever step is the last one that was done, the next can follow.
--changeset weir:microblog-days-of-posts runInTransaction:false
-- One that was begun and not finished is of no use.
drop index concurrently if exists microblog.posts_search_days;
create index concurrently posts_search_days on microblog.posts using gin (search, (array[id / 362387865600000]));

--changeset weir:microblog-search-by-day splitStatements:false
--validCheckSum: ANY
do $$
begin
    -- Done, but not yet noted as done, if it is no longer there.
    if to_regclass('microblog.posts_search_days') is not null then
        alter index microblog.posts_search rename to posts_search_of_any_day;
        alter index microblog.posts_search_days rename to posts_search;
    end if;
end $$;
comment on index microblog.posts_search is
    'Terms, and the day since the first snowflake, of which an id has 86400000 << 22: so that a word of the last days is not fetched from the posts of all others that say it too.';

--changeset weir:microblog-search-of-any-day runInTransaction:false
drop index concurrently if exists microblog.posts_search_of_any_day;

--changeset weir:microblog-times-of-no-posts runInTransaction:false
-- One edition had it.
drop index concurrently if exists microblog.posts_times;
