window.YTD.like.part0 = [
  { "like" : { "tweetId" : "1050118621198921728", "fullText" : "my own words", "expandedUrl" : "https://twitter.com/i/web/status/1050118621198921728" } },
  { "like" : { "tweetId" : "1050118621198000000", "fullText" : "of a stranger", "expandedUrl" : "https://twitter.com/i/web/status/1050118621198000000" } }
]
