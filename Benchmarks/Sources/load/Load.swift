import Glibc

@main
enum Load {
    static func main() {
        do throws(LoadError) {
            let arguments = Array(CommandLine.arguments.dropFirst())
            raiseDescriptorLimit()
            if let storm = try StormScenario.perform(arguments) { return print(storm) }
            let options = try Options(arguments: arguments)
            let run = try Run(options)
            print(try run.perform().json)
        } catch {
            let text = Array("load: \(error)\n".utf8)
            _ = write(STDERR_FILENO, text, text.count)
            exit(1)
        }
    }

    private static func raiseDescriptorLimit() {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}
