import Testing

@testable import Secrets

#if canImport(Glibc)
    import Glibc
#endif

extension PasswordHash {
    /// `#expect` can't take a span itself.
    func fits(_ password: String, maximumBytes: Int = 1_024) throws(SecretsError) -> Bool {
        try fits(Array(password.utf8), maximumBytes: maximumBytes)
    }

    func fits(_ password: [UInt8], maximumBytes: Int = 1_024) throws(SecretsError) -> Bool {
        try verify(password: password.span, maximumBytes: maximumBytes)
    }

    fileprivate init(_ password: String, cost: PasswordCost = .minimal) throws(SecretsError) {
        try self.init(password: password.utf8.span, cost: cost)
    }
}

@Suite("Password hashes")
struct PasswordHashTests {
    @Test("The password that was hashed is verified, any other is not")
    func rightAndWrong() throws {
        let hash = try PasswordHash("correct horse", cost: .minimal)
        #expect(try hash.fits("correct horse"))
        #expect(try !hash.fits("correct horsf"))
        #expect(try !hash.fits("correct horse "))
        #expect(try !hash.fits(""))
    }

    @Test("A password may have zeros and any other bytes")
    func anyBytes() throws {
        let hash = try PasswordHash(password: ([0, 255, 0, 1] as [UInt8]).span, cost: .minimal)
        #expect(try hash.fits([0, 255, 0, 1]))
        #expect(try !hash.fits([0, 255, 0, 2]))
    }

    @Test("The empty password is hashed like any other")
    func empty() throws {
        let hash = try PasswordHash(password: [UInt8]().span, cost: .minimal)
        #expect(try hash.fits(""))
        #expect(try !hash.fits("x"))
    }

    @Test("Two hashes of one password differ by their salt")
    func salted() throws {
        let first = try PasswordHash("same", cost: .minimal)
        let second = try PasswordHash("same", cost: .minimal)
        #expect(first.encoded != second.encoded)
    }

    @Test("The default cost is 2 passes over 64 MiB, and the text says so")
    func defaultCost() throws {
        let hash = try PasswordHash(password: Array("default".utf8).span)
        #expect(hash.encoded.hasPrefix("$argon2id$v=19$m=65536,t=2,p=1$"))
        #expect(try hash.fits("default"))
    }

    @Test(
        "Hashes from the reference implementation's tests are verified",
        arguments: [
            "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
            "$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc",
            "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        ])
    func knownAnswers(encoded: String) throws {
        let hash = try PasswordHash(encoded: encoded)
        #expect(try hash.fits("password"))
        #expect(try !hash.fits("passwore"))
    }

    @Test("A hash needs rehashing at any other cost, and not at its own")
    func needsRehash() throws {
        let cost = try PasswordCost(operations: 2, memoryBytes: 16_384)
        let hash = try PasswordHash(encoded: PasswordHash("p", cost: cost).encoded)
        #expect(!hash.needsRehash(cost: cost))
        #expect(hash.needsRehash(cost: .minimal))
        #expect(hash.needsRehash())
        #expect(try hash.needsRehash(cost: PasswordCost(operations: 3, memoryBytes: 16_384)))
        #expect(try hash.needsRehash(cost: PasswordCost(operations: 2, memoryBytes: 8_192)))
    }

    @Test("A password beyond the caller's limit or the hard one is refused")
    func tooLong() throws {
        let long = [UInt8](repeating: 120, count: 5_000)
        #expect(throws: SecretsError.passwordTooLong(limit: 1_024)) {
            try PasswordHash(password: long.span, cost: .minimal)
        }
        #expect(throws: SecretsError.passwordTooLong(limit: 4_096)) {
            try PasswordHash(password: long.span, cost: .minimal, maximumBytes: .max)
        }
        let hash = try PasswordHash(password: Array("12345678".utf8).span, cost: .minimal, maximumBytes: 8)
        #expect(throws: SecretsError.passwordTooLong(limit: 7)) {
            try hash.fits("12345678", maximumBytes: 7)
        }
    }

    @Test("A cost outside what is allowed is refused")
    func cost() throws {
        for (operations, memory) in [(0, 8_192), (-1, 8_192), (65, 8_192), (1, 8_191), (1, .max), (.min, .min)] {
            #expect(throws: SecretsError.costOutOfRange) {
                try PasswordCost(operations: operations, memoryBytes: memory)
            }
        }
        #expect(try PasswordCost(operations: 1, memoryBytes: 8_192) == .minimal)
    }

    @Test("A hash shows nothing of itself when printed")
    func redacted() throws {
        let hash = try PasswordHash("p", cost: .minimal)
        var dumped = ""
        dump([hash], to: &dumped)
        #expect(!(dumped + "\(hash) \(String(reflecting: [hash]))").contains("argon2id"))
    }

    @Test("Many threads verify at once")
    func threads() async throws {
        let hash = try PasswordHash("shared", cost: .minimal)
        let right = try await withThrowingTaskGroup(of: Bool.self) { group in
            for index in 0..<64 {
                group.addTask { try hash.fits(index % 2 == 0 ? "shared" : "other") }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(right == 32)
    }

    #if os(Linux)
        /// A sanitizer maps more address space than the test leaves.
        private static let isSanitized = dlsym(nil, "__tsan_init") != nil || dlsym(nil, "__asan_init") != nil

        @Test("Memory that is not to be had is an error, not a wrong password", .enabled(if: !isSanitized))
        func outOfMemory() async {
            await #expect(processExitsWith: .success) {
                var limit = rlimit(rlim_cur: 1 << 30, rlim_max: 1 << 30)
                setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
                let large = try PasswordCost(operations: 1, memoryBytes: 4_294_967_296)
                #expect(throws: SecretsError.outOfMemory) {
                    try PasswordHash(password: Array("p".utf8).span, cost: large)
                }
                let hash = try PasswordHash(
                    encoded: "$argon2id$v=19$m=4194304,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                    ceiling: large)
                #expect(throws: SecretsError.outOfMemory) { try hash.fits("p") }
            }
        }
    #endif
}
