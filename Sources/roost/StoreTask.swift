import ChatStore
import FoundationEssentials
import Glibc
import SQLiteStore
import Synchronization

/// `roost backup`, `roost restore` and `roost doctor`: what those do who look after a server's machine.
enum StoreTask {
    /// Returns the process's exit code.
    static func run(_ part: String, _ arguments: [String]) -> Int32 {
        let options: StoreOptions
        do throws(StoreOptions.Fault) {
            options = try StoreOptions(
                part, arguments: arguments, environment: ProcessInfo.processInfo.environment)
        } catch {
            switch error {
            case .help:
                print(StoreOptions.usage(of: part))
                return 0
            case .usage(let sentence):
                Roost.complain(sentence)
                return 2
            }
        }
        switch options.task {
        case .backup(let file): return backUp(options, to: file)
        case .restore(let file): return restore(options, from: file)
        case .doctor: return Doctor(options).run()
        }
    }

    private static func backUp(_ options: StoreOptions, to file: String) -> Int32 {
        let meter = ProgressMeter("copied")
        do throws(StoreError) {
            guard try SQLiteStore.backUp(directory: options.configuration.data, to: file, progress: meter.show) else {
                return brokenOff("Nothing was written.")
            }
        } catch {
            meter.clear()
            Roost.complain(sentence(error))
            return 1
        }
        meter.clear()
        print("\(file) holds everything up to now.")
        return 0
    }

    private static func restore(_ options: StoreOptions, from file: String) -> Int32 {
        let data = options.configuration.data
        if !options.yes, access(data + "/roost.db", F_OK) == 0 {
            guard isatty(STDIN_FILENO) == 1 else {
                Roost.complain("Nobody is here to be asked. --yes does it without asking.")
                return 2
            }
            print("\(data) has a store already. Put \(file) in its place? [y/N] ", terminator: "")
            fflush(nil)
            guard let answer = readLine()?.lowercased(), answer == "y" || answer == "yes" else {
                Roost.complain("Nothing was changed.")
                return 1
            }
        }
        let meter = ProgressMeter("copied")
        do throws(StoreError) {
            guard let done = try SQLiteStore.restore(from: file, to: data, progress: meter.show) else {
                return brokenOff("Nothing was changed.")
            }
            meter.clear()
            print("\(data) holds what was in \(file). Start the server: everybody's programs catch up by themselves.")
            if let replaced = done.replaced { print("What was there is in \(replaced).") }
            return 0
        } catch {
            meter.clear()
            Roost.complain("\(sentence(error)) Nothing was changed.")
            return 1
        }
    }

    private static func brokenOff(_ sentence: String) -> Int32 {
        Roost.complain("Broken off. \(sentence)")
        return 1
    }

    /// What the server's own words for a fault do not fit, in better ones.
    private static func sentence(_ error: StoreError) -> String {
        switch error {
        case .corrupt(let detail): "It is damaged: \(detail)."
        case .unusable(let detail): "\(detail)."
        case .inUse(let path): "A server is running on \(path). Stop it first."
        default: error.description
        }
    }
}

/// Shows on a terminal how far a copy is, and breaks it off at Ctrl-C.
private struct ProgressMeter {
    private let word: String
    private let isShown = isatty(STDERR_FILENO) == 1

    init(_ word: String) {
        self.word = word
        interrupted.store(false, ordering: .relaxed)
        for number in [SIGINT, SIGTERM] {
            signal(number) { _ in interrupted.store(true, ordering: .relaxed) }
        }
    }

    func show(done: Int, all: Int) -> Bool {
        if isShown { write("\r\(done * 100 / max(all, 1)) % \(word) ") }
        return !interrupted.load(ordering: .relaxed)
    }

    func clear() {
        if isShown { write("\r\u{1B}[K") }
    }

    private func write(_ text: String) {
        var text = text
        _ = text.withUTF8 { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}

/// Set by a signal.
private let interrupted = Atomic(false)
