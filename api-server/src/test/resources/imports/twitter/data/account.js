window.YTD.account.part0 = [
  {
    "account" : {
      "email" : "never.read@example.org",
      "createdVia" : "web",
      "username" : "mira_weir",
      "accountId" : "2841",
      "createdAt" : "2009-05-04T10:11:12.000Z",
      "accountDisplayName" : "Mira &amp; the Weir"
    }
  }
]
