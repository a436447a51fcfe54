import Foundation
import Testing

extension WholeServer {
    /// The log, what is kept beside it, and the search index tell one story.
    @Suite("Agreement (promises 2, 5 and 8)")
    struct AgreementTests {
        /// Says with which seed to have it again.
        private let seed = ProcessInfo.processInfo.environment["E2E_SEED"].flatMap(UInt64.init) ?? 1

        @Test(
            "Any sequence of operations leaves log, projections and search index in agreement, also after a restart, a kill, a lost index, and a restore from backup"
        )
        func agreement() throws {
            try withServer("--rooms-per-account", "0") { server in
                let world = try AgreementWorld(server, seed: seed)
                do {
                    for _ in 0..<350 { try world.move() }
                    try world.check("while it runs")

                    try world.waitForMarkers()
                    #expect(try server.stop() == .code(0))
                    try restart(world, "after a restart")
                    for _ in 0..<80 { try world.move() }
                    try world.waitForMarkers()
                    try server.kill9()
                    try restart(world, "after a kill")

                    try world.waitForMarkers()
                    let file = server.folder + "/backup.db"
                    #expect(try server.run("backup", file).exit == .code(0))
                    let kept = world.model
                    for _ in 0..<80 { try world.move() }
                    try world.waitForMarkers()
                    #expect(try server.stop() == .code(0))
                    let index = server.data + "/search.db"
                    try FileManager.default.copyItem(atPath: index, toPath: server.folder + "/newer-index")
                    for name in try FileManager.default.contentsOfDirectory(atPath: server.data)
                    where name.hasPrefix("search.db") {
                        try FileManager.default.removeItem(atPath: server.data + "/" + name)
                    }
                    try restart(world, "after the index was lost")
                    #expect(try server.stop() == .code(0))
                    try restored(world, kept, file, index: server.folder + "/newer-index")
                } catch let error as AgreementWorld.Disagreement {
                    Issue.record("seed \(seed): \(error)")
                }
            }
        }

        private func restart(_ world: AgreementWorld, _ when: String) throws {
            world.hangUp()
            try world.server.start()
            try world.check(when)
        }

        /// In another folder, with the index of what came after the backup: it is of another epoch, and not believed.
        private func restored(
            _ world: AgreementWorld, _ kept: AgreementModel, _ file: String, index: String
        ) throws {
            let other = try ServerProcess(settings: ["--rooms-per-account", "0"])
            let run = try other.run("restore", file, "--yes")
            #expect(run.exit == .code(0), "\(run.complaints)")
            try FileManager.default.copyItem(atPath: index, toPath: other.data + "/search.db")
            world.move(to: other)
            world.model = kept
            try restart(world, "after a restore")
            for _ in 0..<30 { try world.move() }
            try world.check("after a restore, and on")
        }
    }
}
