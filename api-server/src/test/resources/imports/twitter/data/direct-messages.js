window.YTD.direct_messages.part0 = [ { "dmConversation" : { "conversationId" : "2841-31", "messages" : [ { "messageCreate" : { "text" : "a secret" } } ] } } ]
