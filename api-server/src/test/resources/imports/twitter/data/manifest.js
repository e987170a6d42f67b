window.__THAR_CONFIG = { "userInfo" : { "accountId" : "2841", "userName" : "mira_weir", "displayName" : "Mira" }, "archiveInfo" : { "sizeBytes" : "2000" } }
