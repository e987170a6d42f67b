window.YTD.profile.part0 = [
  {
    "profile" : {
      "description" : {
        "bio" : "Water &amp; words",
        "website" : "https://example.org/mira",
        "location" : "Ghent"
      },
      "avatarMediaUrl" : "https://pbs.example.org/mira.jpg",
      "headerMediaUrl" : "https://pbs.example.org/mira-banner"
    }
  }
]
