window.YTD.following.part0 = [
  { "following" : { "accountId" : "31", "userLink" : "https://twitter.com/intent/user?user_id=31" } }
]
