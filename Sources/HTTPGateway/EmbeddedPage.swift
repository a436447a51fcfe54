import CWebAssets
import ChatService
import Synchronization
import Threads

/// A file in the binary. It is compressed when it is first asked for, on a thread of its own, and kept for all loops.
final class EmbeddedPage: Sendable {
    /// By path, as "/index.html".
    static let all: [String: EmbeddedPage] = {
        var count = 0
        let assets = UnsafeBufferPointer(start: roost_web_assets(&count), count: count)
        return Dictionary(
            assets.map { (String(cString: $0.path), EmbeddedPage($0)) }, uniquingKeysWith: { first, _ in first })
    }()

    private let path: String
    // A constant of the program.
    private nonisolated(unsafe) let content: UnsafeBufferPointer<UInt8>
    private let made = Mutex<Page?>(nil)

    /// Nil if the system has no thread left; then the loops do it.
    private static let packer = try? WorkerThread<@Sendable () -> Void>(name: "pages") {
        { batch in for work in batch { work() } }
    }

    private init(_ asset: roost_web_asset) {
        path = String(cString: asset.path)
        content = UnsafeBufferPointer(start: asset.bytes, count: asset.length)
    }

    /// Answers at once or, the first time, from another thread.
    func page(_ answer: @escaping Answer<Page>) {
        if let page = made.withLock({ $0 }) { return answer(.success(page)) }
        let work: @Sendable () -> Void = { [self] in answer(.success(make())) }
        if Self.packer?.post(work) != true { work() }
    }

    private func make() -> Page {
        if let page = made.withLock({ $0 }) { return page }
        let isScript = path.hasSuffix(".js") && !path.hasPrefix("/vendor/")
        let bytes = Array(content)
        let page = Page(path: path, bytes: isScript ? ScriptComments.removed(from: bytes) : bytes)
        made.withLock { $0 = page }
        return page
    }
}
