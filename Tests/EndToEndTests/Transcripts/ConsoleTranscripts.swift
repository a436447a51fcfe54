import Foundation
import Testing

extension WholeServer {
    @Suite("The console")
    struct ConsoleTranscripts {
        @Test("Two talk alone: the conversation is told at once, and its answer too")
        func direct() throws {
            try withServer { server in
                _ = (try server.owner("ada"), try server.register("ben"))
                let (ada, ben) = (try server.console("ada"), try server.console("ben"))
                try ada.shows("Everyone")
                try ben.shows("Everyone")
                try ada.type("/dm ben Have you a minute?")
                try ada.shows("#2 Ada  Have you a minute?")
                try ben.shows("★ Ada began a conversation with you. /dm @ada goes there.")
                try ben.shows("★ Ada writes in @ada #2.")
                try ben.type("/dm ada Of course")
                try ada.shows("#3 Ben  Of course")
                try ben.shows("#2 Ada  Have you a minute?")
            }
        }

        @Test("A message is answered, reacted to, edited, pinned, forwarded, saved, found and deleted")
        func messages() throws {
            try withServer { server in
                _ = try server.owner("ada")
                let reader = try server.register("ben")
                let (ada, ben) = (try server.console("ada"), try server.console("ben"))
                try ben.shows("Everyone")
                try ada.type("pineapples are fruit")
                try ben.shows("#4 Ada  pineapples are fruit")
                try ben.type("/reply #4 So they say")
                try ada.shows("#5 Ben → Ada #4  So they say")
                try ben.type("/react #4 🍍")
                try ada.shows("Ben put 🍍 on #4 (Ada: pineapples are fruit)")
                try ada.type("/edit #4 pineapples are berries")
                try ben.shows("Ada edited #4: pineapples are berries")
                try ada.type("/pin #4")
                try ben.shows("Ada pinned #4 (Ada: pineapples are berries)")
                try ben.type("/pins")
                try ben.shows("#4 Ada  pineapples are berries (edited)\n      🍍 1  pinned")
                try ben.type("/save #4")
                try ben.type("/saved")
                try ben.shows("everyone #4  Ada: pineapples are berries")
                try ben.type("/thread #4 Let us talk of it here")
                try ada.shows("Ben in thread #4  Let us talk of it here")
                try ada.type("/forward #4 @ben")
                try ben.shows("★ Ada writes in @ada #2.")
                try eventually("the index has it") {
                    try reader.call("GET", "/v1/search?q=berries").text.contains(#""seq":2"#)
                }
                try ben.type("/search berries")
                try ben.shows("@ada #2  ")
                try ada.type("/delete #4")
                try ben.shows("Ada deleted #4 (Ada: pineapples are berries)")
                try ben.type("/edit #5 Not mine to say")
                try ben.shows("Ben edited #5: Not mine to say")
                try ben.type("/edit #7 nobody's")
                try ben.shows("There is no such message")
            }
        }

        @Test("A poll is asked, voted on, looked at and closed")
        func poll() throws {
            try withServer { server in
                _ = (try server.owner("ada"), try server.register("ben"))
                let (ada, ben) = (try server.console("ada"), try server.console("ben"))
                try ben.shows("Everyone")
                try ada.type("/poll Lunch? | Pizza | Soup")
                try ben.shows("#4 Ada  Lunch?\n      1  Pizza\n      2  Soup\n      /vote #4 N")
                try ben.type("/vote 2")
                try ada.shows("Ben voted in #4: Soup")
                try ben.type("/close")
                try ben.shows("Only who began a poll, or a moderator, may close it.")
                try ada.type("/close")
                try ben.shows("Ada closed the poll #4 (Ada: Lunch?).")
                try ben.type("/show #4")
                try ben.shows("      2  Soup  1  ✓\n      1 vote, closed")
            }
        }

        @Test("Somebody is invited, made a moderator, muted, put out and kept out")
        func order() throws {
            try withServer { server in
                _ = (try server.owner("ada"), try server.register("ben"))
                let (ada, ben) = (try server.console("ada"), try server.console("ben"))
                try ben.shows("Everyone")
                try ada.type("/create den")
                try ada.type("/room entry invited")
                try ada.type("/topic Cakes")
                try ada.shows("Ada changed the room: topic “Cakes”")
                try ada.type("/invite ben")
                try ben.shows("★ Ada invites you to den. /accept den, or /decline den.")
                try ben.type("/accept")
                try ada.shows("→ Ben joined the room")
                try ben.shows("Ada changed the room: by invitation")
                try ada.type("/mute ben 10m")
                try ben.shows("Ada muted Ben until")
                try ben.type("may I speak?")
                try ben.shows("Not sent: You are muted in den.")
                try ada.type("/unmute ben")
                try ben.shows("Ada lets Ben speak again")
                try ada.type("/make ben moderator")
                try ben.shows("Ada made Ben a moderator of this room")
                try ada.type("/kick ben")
                try ben.shows("You are no longer in den")
                try ben.shows("★ Ada put you out of den.")
                try ada.type("/ban ben 2d Calm down")
                try ada.shows("← Ada banned Ben until")
                try ada.type("/bans")
                try ada.shows("Ben (ben) until")
                try ada.type("/archive")
                try ada.shows("Ada changed the room: archived")
            }
        }

        @Test("What is unread is told at the start, and read when it was shown, on all devices")
        func unread() throws {
            try withServer { server in
                let (ada, ben) = (try server.owner("ada"), try server.register("ben"))
                let den = try ada.createRoom("den")
                try ben.join(den)
                for text in ["one", "two", "@ben three"] { #expect(try ada.post(text, to: den).status == 200) }
                let console = try server.console("ben")
                try console.shows("unread in den 3 (1 for you)")
                try console.type("next")
                try console.shows("Ada  @ben three")
                try eventually("it is read everywhere") {
                    !(try ben.call("GET", "/v1/me/unread").text.contains(#""mentions":1"#))
                }
                try console.type("/unread")
                try console.shows("Nothing is unread elsewhere.")
            }
        }

        @Test("The bell rings for who is called, on a terminal and not in a script")
        func bell() throws {
            try withServer { server in
                let ada = try server.owner("ada")
                _ = try server.register("ben")
                let (terminal, script) = (try server.terminal("ben"), try server.console("ben"))
                let silent = try server.terminal("ben", "--no-bell")
                try script.shows("Everyone")
                for one in [terminal, silent] { try one.shows("2 members") }
                #expect(try ada.post("hello @ben", to: Person.firstRoom).status == 200)
                try terminal.shows("\u{07}")
                terminal.type("/bell off")
                try terminal.shows("The bell is off.")
                #expect(try ada.post("again @ben, and last", to: Person.firstRoom).status == 200)
                try terminal.shows("and last")
                // What comes after it has been told of shows that nothing rang.
                terminal.type("/unread")
                let drawn = try terminal.shows("Nothing is unread elsewhere.")
                #expect(drawn.count { $0 == "\u{07}" } == 1)
                try script.type("/unread")
                silent.type("/unread")
                #expect(try !script.shows("Nothing is unread elsewhere.").contains("\u{07}"))
                #expect(try !silent.shows("Nothing is unread elsewhere.").contains("\u{07}"))
            }
        }

        @Test("On a terminal: Tab completes and goes round, one's last message comes into the line, writing is seen")
        func line() throws {
            try withServer { server in
                _ = (try server.owner("ada"), try server.register("ben"))
                let ada = try server.terminal("ada")
                try ada.shows("everyone> ")
                let ben = try server.terminal("ben")
                try ben.shows("everyone> ")
                try ada.shows("● Ben is here")
                ada.press("hello @be\t")
                try ada.shows("hello @ben ")
                try ben.shows("Ada is writing …")
                ada.press("there\r")
                for one in [ada, ben] { try one.shows("#4 Ada  hello @ben there") }
                ada.type("/edit")
                try ada.shows("everyone> /edit #4 hello @ben there")
                ada.press("\u{7F}\u{7F}\u{7F}\u{7F}\u{7F}Baker\r")
                try ben.shows("Ada edited #4: hello @ben Baker")
                ada.press("/un\t")
                try ada.shows("/unarchive ")
                ada.press("\t")
                try ada.shows("/unban ")
            }
        }

        @Test("Passwords are asked for and not shown: one's own, and that of who is added")
        func passwords() throws {
            try withServer { server in
                _ = try server.owner("ada")
                let ada = try server.terminal("ada")
                try ada.shows("everyone> ")
                ada.type("/password")
                let steps = [
                    ("Old password: ", Person.password), ("New password: ", "brand new secret"),
                    ("The same again: ", "brand new secret"),
                ]
                for (place, step) in steps.enumerated() {
                    try ada.shows(step.0)
                    // Ctrl-L draws anew what is there before Enter takes it away.
                    ada.press(step.1 + "\u{0C}")
                    let drawn = try ada.process.output { $0.components(separatedBy: "\u{1B}[2J").count > place + 1 }
                    #expect(!drawn.contains(step.1))
                    ada.press("\r")
                }
                try ada.shows("Your password is changed.")
                ada.type("/add cem@example.org Cem")
                try ada.shows("Password for Cem")
                ada.type("")
                let drawn = try ada.shows("shown only now:")
                #expect(!drawn.contains("secret") && !drawn.contains(Person.password))
                #expect(try server.logIn("ada", "brand new secret").status == 201)
            }
        }

        @Test("A script sees everything as JSON: events whole, answers, news and notices")
        func json() throws {
            try withServer { server in
                let (ada, ben) = (try server.owner("ada"), try server.register("ben"))
                let script = try server.console("ben", mode: "--json")
                try script.shows(#""type":"opened""#)
                #expect(try ada.post("hello @ben", to: Person.firstRoom).status == 200)
                try script.shows(#""type":"notify","room":1,"seq":4"#)
                try script.type(#"{"line":"/react #4 👍"}"#)
                try script.shows(
                    #""kind":"reacted","subject":4,"by":{"id":\#(ben.id),"name":"Ben"},"body":{"emoji":"👍"}"#)
                try script.type("/show #4")
                try script.shows(#""type":"messages","what":"message""#)
                try script.type("/unread")
                try script.shows(#""type":"unread","rooms":"#)
                _ = try ada.ask("POST", "/v1/direct", ["person": ben.id])
                try script.shows(#""type":"news""#)
                try script.shows(#""what":"added""#)
                try script.type("exit")
                #expect(try script.process.wait() == .code(0))
            }
        }
    }
}

extension Answer {
    fileprivate var text: String { String(decoding: body, as: UTF8.self) }
}
