import Testing

@testable import ChatClient

@Suite("The member file")
struct MemberFileTests {
    private typealias Member = MemberFile.Member

    private func read(_ text: String) -> MemberFile { MemberFile(Array(text.utf8)) }

    @Test(
        "A line is read as it is documented",
        arguments: [
            ("ada@example.org:secret", MemberFile.Member(login: "ada@example.org", password: "secret", line: 1)),
            (
                "ada@example.org:secret:Ada L.",
                .init(login: "ada@example.org", password: "secret", name: "Ada L.", line: 1)
            ),
            ("ada:secret", .init(login: "ada", password: "secret", line: 1)),
            ("ada:", .init(login: "ada", password: "", line: 1)),
            ("ada::Ada", .init(login: "ada", password: "", name: "Ada", line: 1)),
            ("ada:\"\":", .init(login: "ada", password: "", line: 1)),
            ("  ada\t: s p : Ada ", .init(login: "ada", password: " s p ", name: "Ada", line: 1)),
            ("ada:\"a:b\":\"Ada: the one\"", .init(login: "ada", password: "a:b", name: "Ada: the one", line: 1)),
            ("ada:\"a\"\"b\"", .init(login: "ada", password: "a\"b", line: 1)),
            ("ada:a\"b", .init(login: "ada", password: "a\"b", line: 1)),
            ("ada:#1", .init(login: "ada", password: "#1", line: 1)),
            ("ada:秘密の言葉:北京\r", .init(login: "ada", password: "秘密の言葉", name: "北京", line: 1)),
            ("\u{FEFF}ada:secret", .init(login: "ada", password: "secret", line: 1)),
            (
                "a@b.org:x:Ada:username=ada:role=admin",
                .init(login: "a@b.org", password: "x", name: "Ada", username: "ada", role: "admin", line: 1)
            ),
        ])
    func good(line: String, member: MemberFile.Member) {
        #expect(read(line).members == [member])
        #expect(read(line).faults == [])
    }

    @Test(
        "A line that cannot be used is a fault, which never tells what stands in it",
        arguments: [
            "ada@example.org", ":secret", " : ", "ada:\"secret", "ada:\"secret\"x", "a da:secret", "ada:a:b:c",
            "ada:a:b:role=king", "ada:a:b:username=", "ada:a:b:role=admin:role=admin",
        ])
    func bad(line: String) {
        let file = read("ben:secret\n\(line)\neve:secret")
        #expect(file.members.map(\.login) == ["ben", "eve"])
        #expect(file.faults.map(\.line) == [2])
        #expect(file.faults.allSatisfy { !$0.reason.contains("secret") })
    }

    @Test("Comments and blank lines count, and say nothing; a second line for a member is a fault")
    func lines() {
        let file = read("# members\n\n  # indented\n \t\r\nada@example.org:one\nADA@example.org:two\nben:\n")
        #expect(file.members.map(\.line) == [5, 7])
        #expect(file.faults == [.init(line: 6, reason: "Line 5 is for the same member.")])
        #expect(read("") == read("\n\n"))
    }

    @Test("What is not UTF-8 is a fault, and the rest goes in")
    func bytes() {
        let file = MemberFile([0xFF, 0x0A] + Array("ada:secret".utf8))
        #expect(file.faults.map(\.line) == [1])
        #expect(file.members.map(\.login) == ["ada"])
    }

    @Test("A hash is known by its beginning")
    func hashes() {
        #expect(read("ada:\"$argon2id$v=19$m=8,t=1,p=1$c2FsdA$aGFzaA\"").members.first?.isHashed == true)
        #expect(read("ada:$argon2").members.first?.isHashed == false)
    }

    @Test("What is written is read back the same")
    func roundTrip() {
        let texts = [
            "", "x", "a:b", "\"", "\"\"", "a\"b:c", "#", " ", "$argon2id$v=19$m=8,t=1,p=1$c2FsdA$aGFzaA", "名:前",
        ]
        var number = 0
        for password in texts {
            for name in texts where name != " " {
                for (username, role) in [(nil, nil), ("ada", nil), (nil, "guest"), ("ada", "owner")] {
                    number += 1
                    let member = MemberFile.Member(
                        login: "\(number)@example.org", password: password, name: name.isEmpty ? nil : name,
                        username: username, role: role, line: 1)
                    let file = read(MemberFile.line(member))
                    #expect(file.members == [member])
                }
            }
        }
    }
}
