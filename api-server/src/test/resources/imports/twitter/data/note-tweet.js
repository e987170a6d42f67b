window.YTD.note_tweet.part0 = [
  {
    "noteTweet" : {
      "noteTweetId" : "1629999999000000000",
      "updatedAt" : "2023-02-26T23:51:35.000Z",
      "lifecycle" : { "value" : "Indexed", "name" : "Indexed", "originalName" : "Indexed", "annotations" : { } },
      "createdAt" : "2023-02-26T23:51:35.000Z",
      "core" : {
        "styletags" : [ ],
        "urls" : [ ],
        "text" : "A long account of the winter the upper gate froze shut, told as it was told to me by those who & stood there with their lamps until morning, and of what they saw in the ice when the light came. #winter",
        "mentions" : [ ],
        "cashtags" : [ ],
        "hashtags" : [ ]
      }
    }
  },
  {
    "noteTweet" : {
      "noteTweetId" : "1629999999000000001",
      "createdAt" : "2023-02-26T23:51:34.000Z",
      "core" : { "text" : "Another long one of the same second, which begins otherwise." }
    }
  }
]
