import Foundation

/// One file of the repository.
struct SourceFile {
    /// Relative to the root: "Sources/ChatWire/JSONReader.swift".
    let path: String
    let text: String
    /// `text` without its comments and without what stands between quotes; line numbers stay the same.
    let code: String

    init(path: String, text: String) {
        self.path = path
        self.text = text
        code = path.hasSuffix(".swift") ? SwiftScanner.withoutCommentsAndStrings(text) : text
    }

    var name: String { path.split(separator: "/").last.map(String.init) ?? path }
    var lines: [Substring] { Self.split(text) }
    var codeLines: [Substring] { Self.split(code) }

    /// At line feeds alone: for Swift, CR LF is one character, which is none of them.
    private static func split(_ text: String) -> [Substring] {
        text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { Substring($0) }
    }

    /// The module that a file below Sources/ belongs to.
    var module: String? {
        let parts = path.split(separator: "/")
        return parts.count > 2 && parts[0] == "Sources" ? String(parts[1]) : nil
    }

    /// Whether a line says, or the one above it, why a rule does not hold there: `// exempt(rule): reason`.
    func isExempt(line: Int, from rule: String) -> Bool {
        [line, line - 1].contains { number in
            lines.indices.contains(number) && lines[number].contains(/\/\/ exempt\((.+?)\): \S/)
                && lines[number].contains("exempt(\(rule))")
        }
    }
}

/// Something that a rule does not allow.
struct Finding: CustomStringConvertible {
    let file: String
    /// Counted from zero; nil where it is the whole file.
    var line: Int?
    let problem: String

    var description: String { file + (line.map { ":\($0 + 1)" } ?? "") + ": " + problem }
}

/// The files of the checkout that this test was built from.
enum SourceTree {
    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The text files below some folders, in order of path. Folders that are not there have none; hidden ones are skipped.
    static func files(below folders: [String], endings: Set<String>) -> [SourceFile] {
        folders.flatMap { folder in
            let start = root.appending(path: folder)
            let walk = FileManager.default.enumerator(
                at: start, includingPropertiesForKeys: nil, options: [.skipsHiddenFiles])
            let found = (walk?.compactMap { $0 as? URL } ?? []).filter { endings.contains($0.pathExtension) }
            return found.compactMap { url in
                (try? String(contentsOf: url, encoding: .utf8)).map {
                    SourceFile(path: String(url.path.dropFirst(root.path.count + 1)), text: $0)
                }
            }
        }.sorted { $0.path < $1.path }
    }

    /// All files below a folder, relative to it; hidden ones are skipped.
    static func paths(below folder: String) -> [String] {
        let start = root.appending(path: folder)
        let walk = FileManager.default.enumerator(
            at: start, includingPropertiesForKeys: [.isRegularFileKey], options: [.skipsHiddenFiles])
        return (walk?.compactMap { $0 as? URL } ?? [])
            .filter { (try? $0.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile) == true }
            .map { String($0.path.dropFirst(start.path.count + 1)) }
    }

    static func file(_ path: String) -> SourceFile? {
        (try? String(contentsOf: root.appending(path: path), encoding: .utf8)).map { SourceFile(path: path, text: $0) }
    }

    static let sources = files(below: ["Sources"], endings: ["swift"])
    static let tests = files(below: ["Tests"], endings: ["swift"])
    /// Without its tests, which have markup to try it with.
    static let page = web.filter { !$0.path.hasPrefix("web/tests/") }
    static let web = files(below: ["web"], endings: ["html", "js", "css", "svg"])
    static let written = files(
        below: ["Sources", "Tests", "Benchmarks", "Fuzzing", "web", "docs", "scripts"],
        endings: ["swift", "c", "h", "html", "js", "css", "md", "sh", "py", "modulemap"])
}
