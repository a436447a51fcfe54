import Foundation

/// The house's rules on one file each: a file in, what is wrong with it out.
enum Rules {
    // MARK: Imports

    /// The modules that a file imports, with the line.
    static func imports(of file: SourceFile) -> [(module: String, line: Int)] {
        let form =
            /^\s*(?:@\w+(?:\(\w+\))?\s+)*(?:(?:public|package|internal|fileprivate|private)\s+)?import\s+(?:(?:struct|class|enum|protocol|func|var|let|typealias|actor)\s+)?(\w+)/
        return file.codeLines.enumerated().compactMap { number, line in
            line.firstMatch(of: form).map { (String($0.1), number) }
        }
    }

    static func importsGoDownward(_ file: SourceFile) -> [Finding] {
        guard let module = file.module else { return [] }
        guard let own = Layers.layer(of: module) else {
            return [Finding(file: file.path, problem: "\(module) has no layer in Layers.swift")]
        }
        return imports(of: file).compactMap { imported, line in
            let problem: String?
            if Layers.standardLibraryOnly.contains(module) {
                problem = "\(module) knows the standard library alone, not \(imported)"
            } else if let other = Layers.layer(of: imported) {
                if other >= own {
                    problem = "\(module) may not import \(imported): it is not below"
                } else if let few = Layers.importers[imported], !few.contains(module) {
                    problem = "\(module) may not import \(imported): only \(few.sorted().joined(separator: ", ")) may"
                } else {
                    problem = nil
                }
            } else if Layers.toolchain.contains(imported) {
                problem = nil
            } else if imported.hasPrefix("Foundation") {
                problem = "no \(imported) in Sources: FoundationEssentials, and only where it is needed"
            } else {
                problem = "\(imported) is neither in Layers.swift nor a module of the toolchain that we use"
            }
            return problem.map { Finding(file: file.path, line: line, problem: $0) }
        }
    }

    // MARK: Words

    /// Finds a pattern in the code of a file, where no line above says why it may stand there.
    private static func ban(
        _ pattern: Regex<Substring>, as rule: String, in file: SourceFile, because problem: String
    ) -> [Finding] {
        file.codeLines.enumerated().compactMap { number, line in
            guard line.contains(pattern), !file.isExempt(line: number, from: rule) else { return nil }
            return Finding(file: file.path, line: number, problem: problem)
        }
    }

    /// Nothing from outside may end the process, and what cannot happen says why.
    static func noTraps(_ file: SourceFile) -> [Finding] {
        ban(/\btry!/, as: "try!", in: file, because: "try! ends the process")
            + ban(/\bas!/, as: "as!", in: file, because: "as! ends the process")
            + ban(
                /\b(?:fatalError|preconditionFailure)\(/, as: "trap", in: file,
                because: "says not why it cannot happen: // exempt(trap): reason")
    }

    /// Order comes from inboxes: a task for each message would lose it.
    static func noTasks(_ file: SourceFile) -> [Finding] {
        guard let module = file.module, Layers.hotPath.contains(module) else { return [] }
        return ban(
            /\bTask\s*(?:\{|\(|<|\.detached|\.immediate)/, as: "task", in: file,
            because: "no Task between parse and write")
    }

    /// A test waits for what it wants to see, not for time to pass.
    static func noSleeps(_ file: SourceFile) -> [Finding] {
        ban(
            /\b(?:u|nano)?sleep\(|\bTask\.sleep\b|\bThread\.sleep\b/, as: "sleep", in: file,
            because: "sleeps; wait for the condition, or say why not: // exempt(sleep): reason")
    }

    // MARK: Files

    /// A name says what a thing is. These words say that nobody knew.
    static func noEmptyNames(_ file: SourceFile) -> [Finding] {
        let empty = /Manager|Helper|Util/
        var found: [Finding] = []
        if file.name.contains(empty) { found.append(Finding(file: file.path, problem: "an empty word in the name")) }
        let declared = /\b(?:struct|class|enum|actor|protocol|typealias)\s+(\w+)/
        for (number, line) in file.codeLines.enumerated() {
            if let name = line.firstMatch(of: declared)?.1, name.contains(empty) {
                found.append(Finding(file: file.path, line: number, problem: "an empty word in \(name)"))
            }
        }
        return found
    }

    static let mostLines = 500

    /// A file over 500 lines says in its first lines: "This file is long because …".
    static func longFilesSayWhy(_ file: SourceFile) -> [Finding] {
        guard file.lines.count > mostLines else { return [] }
        if file.lines.prefix(6).contains(where: { $0.contains("long because") }) { return [] }
        return [Finding(file: file.path, problem: "\(file.lines.count) lines, and no \"long because …\" in its header")]
    }

    /// No white space at the end of lines, one line feed at the end, no carriage returns, no marks of a merge.
    static func noJunk(_ file: SourceFile) -> [Finding] {
        var found: [Finding] = []
        for (number, line) in file.lines.enumerated() {
            // In Markdown two spaces at the end are a line break; nobody sees them, so they are junk there too.
            if let last = line.unicodeScalars.last, last.properties.isWhitespace {
                found.append(Finding(file: file.path, line: number, problem: "white space at the end"))
            }
            if line.hasPrefix("<<<<<<<") || line.hasPrefix(">>>>>>>") || line == "=======" {
                found.append(Finding(file: file.path, line: number, problem: "the mark of a merge"))
            }
        }
        if !file.text.isEmpty, !file.text.hasSuffix("\n") || file.text.hasSuffix("\n\n") {
            found.append(Finding(file: file.path, problem: "does not end with one line feed"))
        }
        return found
    }

    // MARK: The page

    /// Text enters the page by `textContent`, and scripts and styles come from files: the policy forbids all else.
    static func noMarkupFromText(_ file: SourceFile) -> [Finding] {
        let words =
            /innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment|\beval\(|new Function|javascript:|setAttribute\(\s*["'](?:on|style)/
        let inline = /<[^>]*\s(?:on\w+|style)\s*=|<style\b|<script\b(?![^>]*\bsrc=)/
        return file.lines.enumerated().compactMap { number, line in
            let wrong = line.contains(words) || (!file.path.hasSuffix(".css") && line.contains(inline))
            return wrong ? Finding(file: file.path, line: number, problem: "markup or code made from text") : nil
        }
    }
}
