--liquibase formatted sql

--changeset weir:microblog-times-of-posts
create index posts_times on microblog.posts using brin (id) with (autosummarize = on);
comment on index microblog.posts_times is
    'Which parts of the table hold posts of which time, as they come in the order of their ids: so that a word of the last days is not looked for in the posts of years that say it too.';
