--liquibase formatted sql

--changeset weir:microblog-times-of-posts
-- Of an expression, so that it is used where that expression is asked for and nowhere else: what it finds are whole pages, and
-- to count a common word it would be the longer way.
create index posts_times on microblog.posts using brin ((id >> 22)) with (autosummarize = on);
comment on index microblog.posts_times is
    'Which parts of the table hold posts of which millisecond, as they come in the order of their ids: so that a word of the last days is not looked for in the posts of years that say it too.';
