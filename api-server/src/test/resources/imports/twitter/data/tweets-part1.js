window.YTD.tweets.part1 = [
  {
    "tweet" : {
      "favorite_count" : "2",
      "id_str" : "1630000000000000000",
      "retweet_count" : "0",
      "created_at" : "Sun Feb 26 23:51:34 +0000 2023",
      "full_text" : "A long account of the winter the upper gate froze shut, told as it was told to me by those who &amp; stood there with… https://t.co/more",
      "lang" : "en"
    }
  },
  {
    "tweet" : {
      "edit_info" : { "initial" : { "editTweetIds" : [ "1630000100000000000", "1630000200000000000" ] } },
      "favorite_count" : "0",
      "id_str" : "1630000100000000000",
      "retweet_count" : "0",
      "created_at" : "Sun Feb 26 23:51:58 +0000 2023",
      "full_text" : "the frist version",
      "lang" : "en"
    }
  },
  {
    "tweet" : {
      "edit_info" : { "edit" : { "initialTweetId" : "1630000100000000000", "editControlInitial" : { "editTweetIds" : [ "1630000100000000000", "1630000200000000000" ] } } },
      "favorite_count" : "0",
      "id_str" : "1630000200000000000",
      "retweet_count" : "0",
      "created_at" : "Sun Feb 26 23:52:22 +0000 2023",
      "full_text" : "the first version, mended 🌊",
      "lang" : "en"
    }
  }
]
