window.YTD.follower.part0 = [
  { "follower" : { "accountId" : "31", "userLink" : "https://twitter.com/intent/user?user_id=31" } },
  { "follower" : { "accountId" : "1212121212121212121", "userLink" : "https://twitter.com/intent/user?user_id=1212121212121212121" } }
]
