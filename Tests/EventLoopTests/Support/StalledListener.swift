import Glibc

@testable import EventLoop

/// A port whose backlog is full: one who connects gets no answer.
final class StalledListener {
    let address: SocketAddress
    private let listening: Int32
    private var waiting: [Int32] = []

    init() {
        let listening = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        _ = Loopback(port: 0).with { bind(listening, $0, $1) }
        listen(listening, 0)
        address = SocketAddress(host: "127.0.0.1", port: Loopback.port(of: listening))
        self.listening = listening
        let target = Loopback(port: address.port)
        for _ in 0..<4 {
            let client = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
            _ = target.with { connect(client, $0, $1) }
            waiting.append(client)
        }
    }

    deinit {
        for descriptor in waiting + [listening] { close(descriptor) }
    }
}
