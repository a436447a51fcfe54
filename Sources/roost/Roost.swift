import Console
import FoundationEssentials
import Glibc

/// The program: finds the part that was asked for.
@main
enum Roost {
    static let version = "0.1.0"

    static func main() {
        let arguments = CommandLine.arguments.dropFirst()
        let rest = Array(arguments.dropFirst())
        switch arguments.first {
        case "serve": exit(serve(rest))
        case "chat": exit(runChat(arguments: rest))
        case "admin": exit(Admin.run(rest))
        case "export": exit(RoomExport.run(rest))
        case "import": exit(HistoryImport.run(rest))
        case "backup"?, "restore"?, "doctor"?: exit(StoreTask.run(arguments.first ?? "", rest))
        case "version", "--version": print("roost \(version)")
        case nil, "help", "--help", "-h": print(Help.overview)
        case let other?:
            complain("roost has no part called \(other). See roost --help.")
            exit(2)
        }
    }

    private static func serve(_ arguments: [String]) -> Int32 {
        if arguments.contains("--help") || arguments.contains("-h") {
            print(Help.serve)
            return 0
        }
        if arguments.contains("--print-config") {
            print(Help.configurationFile)
            return 0
        }
        do {
            let configuration = try ConfigurationReader().read(
                arguments: arguments, environment: ProcessInfo.processInfo.environment)
            return try Server.run(configuration)
        } catch let error as ConfigurationError {
            complain(error.description)
            return 2
        } catch {
            complain("\(error)")
            return 1
        }
    }

    /// One sentence on standard error.
    static func complain(_ sentence: String) {
        var line = sentence + "\n"
        _ = line.withUTF8 { write(2, $0.baseAddress, $0.count) }
    }
}
