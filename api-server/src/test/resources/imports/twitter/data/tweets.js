window.YTD.tweets.part0 = [
  {
    "tweet" : {
      "edit_info" : {
        "initial" : {
          "editTweetIds" : [ "1050118621198921728" ],
          "editableUntil" : "2018-10-10T21:19:24.000Z",
          "editsRemaining" : "5",
          "isEditEligible" : true
        }
      },
      "retweeted" : false,
      "source" : "<a href=\"http://example.org/app\" rel=\"nofollow\">Weir for Boats</a>",
      "entities" : {
        "hashtags" : [ { "text" : "locks", "indices" : [ "24", "30" ] } ],
        "symbols" : [ ],
        "user_mentions" : [ { "name" : "Bo", "screen_name" : "bo_lock", "indices" : [ "0", "8" ], "id_str" : "31", "id" : "31" } ],
        "urls" : [ { "url" : "https://t.co/abc123", "expanded_url" : "https://example.org/a/long/page", "display_url" : "example.org/a/long/page", "indices" : [ "31", "50" ] } ]
      },
      "display_text_range" : [ "0", "50" ],
      "favorite_count" : "12",
      "id_str" : "1050118621198921728",
      "in_reply_to_user_id" : "31",
      "in_reply_to_user_id_str" : "31",
      "in_reply_to_status_id" : "1050118000000000000",
      "in_reply_to_status_id_str" : "1050118000000000000",
      "in_reply_to_screen_name" : "bo_lock",
      "truncated" : false,
      "retweet_count" : "3",
      "id" : "1050118621198921728",
      "possibly_sensitive" : false,
      "created_at" : "Wed Oct 10 20:19:24 +0000 2018",
      "favorited" : false,
      "full_text" : "@bo_lock rivers &amp; &lt;#locks https://t.co/abc123",
      "lang" : "en"
    }
  },
  {
    "tweet" : {
      "retweeted" : false,
      "source" : "<a href=\"http://example.org/app\" rel=\"nofollow\">Weir for Boats</a>",
      "entities" : { "hashtags" : [ ], "symbols" : [ ], "user_mentions" : [ ], "urls" : [ ] },
      "favorite_count" : "0",
      "id_str" : "1050118700000000000",
      "retweet_count" : "9",
      "created_at" : "Wed Oct 10 20:19:43 +0000 2018",
      "full_text" : "RT @bo_lock: The water rose a hand's breadth overnight and nobody on the quay would say whose gate had been left open, but I have my…",
      "lang" : "en"
    }
  },
  {
    "tweet" : {
      "retweeted" : false,
      "extended_entities" : { "media" : [ { "id_str" : "5", "source_status_id_str" : "1049999999999999999", "type" : "photo", "url" : "https://t.co/pic" } ] },
      "favorite_count" : "0",
      "id_str" : "1050118800000000000",
      "retweet_count" : "0",
      "created_at" : "Wed Oct 10 20:20:07 +0000 2018",
      "full_text" : "RT @bo_lock: a picture https://t.co/pic",
      "lang" : "en"
    }
  },
  {
    "tweet" : {
      "favorite_count" : "many",
      "id_str" : "1050118900000000000",
      "retweet_count" : "0",
      "created_at" : "Wed Oct 10 20:20:31 +0000 2018",
      "full_text" : "its count is no number",
      "lang" : "en"
    }
  },
  {
    "tweet" : {
      "favorite_count" : "1",
      "id_str" : "20500",
      "retweet_count" : "0",
      "created_at" : "Sun May 10 09:00:00 +0000 2009",
      "full_text" : "first words, before snowflakes",
      "lang" : "en"
    }
  }
];
