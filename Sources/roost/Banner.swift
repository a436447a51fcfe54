import EventLoop
import Glibc
import Secrets

/// What `serve` prints when it is ready: where it is, and what to do next.
enum Banner {
    static func show(_ configuration: ServeConfiguration, at addresses: House.Addresses, ownerCode: OneTimeCode?) {
        let address = addresses.http
        let host = ["0.0.0.0", "::"].contains(address.host) ? "127.0.0.1" : address.host
        let local = SocketAddress(host: host, port: address.port)
        let url = configuration.publicURL ?? "http://\(local)"
        var lines = ["", "  \(configuration.serverName) is ready at \(url)", ""]
        if let ownerCode {
            lines += [
                "  Nobody has an account yet. The first one becomes the owner, and needs this code:", "",
                "      \(ownerCode.text)", "",
            ]
        }
        let server = url == "http://127.0.0.1:5000" ? "" : " --server \(url)"
        lines += [
            "  In a browser:   open \(url)", "  In a terminal:  roost chat\(server)",
        ]
        if let irc = addresses.irc { lines.append("  By IRC:         \(irc)") }
        if let metrics = addresses.metrics { lines.append("  Figures:        http://\(metrics)/metrics") }
        lines += ["  To stop:        press Ctrl-C", ""]
        print(lines.joined(separator: "\n"))
        fflush(nil)
    }
}
