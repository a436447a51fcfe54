import Glibc

// Usage: echo-server [--port PORT]. Prints where it listens; port 0, the default, lets the system choose.
// Everything else lies in other files, since top-level code belongs to the main actor and the loop does not.
let arguments = CommandLine.arguments.dropFirst()
var port: UInt16? = 0
if !arguments.isEmpty {
    port = arguments.count == 2 && arguments.first == "--port" ? arguments.last.flatMap { UInt16($0) } : nil
}
guard let port else {
    print("usage: echo-server [--port PORT]")
    exit(64)
}
if let reason = echoUntilStopped(port: port) {
    print("echo-server: \(reason)")
    exit(1)
}
