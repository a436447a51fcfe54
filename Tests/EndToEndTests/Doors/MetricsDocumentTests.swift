import Foundation
import Testing

extension WholeServer {
    /// The dashboard, the alerts and the books name what there is, and all of it.
    @Suite("What is written about the figures")
    struct MetricsDocumentTests {
        private static let operating = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../docs/operating").standardized

        private static func file(_ path: String) throws -> String {
            try String(contentsOf: operating.appending(path: path), encoding: .utf8)
        }

        private func exposition() throws -> Exposition {
            var found: Exposition?
            try withServer("--metrics", "127.0.0.1:0") { server in found = try server.figures() }
            return try #require(found)
        }

        /// Names of metrics in a text, as they stand there.
        private func names(in text: String) -> Set<String> {
            Set(text.matches(of: /\b(?:roost|process)_[a-z0-9_]+/).map { String($0.0) })
        }

        /// A query's names without what a histogram adds to them.
        private func families(_ names: Set<String>, _ exposition: Exposition) -> (known: Set<String>, unknown: [String])
        {
            var (known, unknown): (Set<String>, [String]) = ([], [])
            for name in names {
                let base = name.replacing(/_(bucket|sum|count)$/, with: "")
                if exposition.families[name]?.type != nil, exposition.families[name]?.type != "histogram" {
                    known.insert(name)
                } else if base != name, exposition.families[base]?.type == "histogram" {
                    known.insert(base)
                } else {
                    unknown.append(name)
                }
            }
            return (known, unknown)
        }

        @Test("metrics.md has a row for each metric with its type, and none that there is not")
        func book() throws {
            let exposition = try exposition()
            let book = try Self.file("metrics.md")
            var rows: [String: String] = [:]
            for row in book.matches(of: /(?m)^\| `([a-z_]+)` \| (counter|gauge|histogram) \| .+ \|.*\|$/) {
                #expect(rows.updateValue(String(row.2), forKey: String(row.1)) == nil, "\(row.1) twice")
            }
            #expect(rows == exposition.families.mapValues(\.type))
            // Nor does the rest of the page, or the one beside it, speak of what there is not.
            for page in ["metrics.md", "capacity.md", "README.md"] {
                let unknown = try names(in: Self.file(page)).filter {
                    exposition.families[$0] == nil && !families([$0], exposition).unknown.isEmpty
                }
                #expect(unknown.isEmpty, "\(page)")
            }
        }

        @Test("The alerts ask for what there is")
        func alerts() throws {
            let alerts = try Self.file("prometheus/alerts.yml")
            let expressions = alerts.matches(of: /(?m)^ +expr: (.+)$/).map { String($0.1) }
            #expect(expressions.count >= 10)
            let asked = families(names(in: expressions.joined(separator: " ")), try exposition())
            #expect(asked.unknown.isEmpty)
        }

        @Test("Each panel of the dashboard has a title, a description and a unit, and asks for what there is")
        func dashboard() throws {
            let exposition = try exposition()
            let json = try JSONSerialization.jsonObject(with: Data(Self.file("grafana/roost.json").utf8))
            let dashboard = try #require(json as? [String: Any])
            #expect(dashboard["title"] as? String == "Roost")
            #expect((dashboard["schemaVersion"] as? Int ?? 0) >= 36)
            let panels = try #require(dashboard["panels"] as? [[String: Any]])
            var (ids, asked): (Set<Int>, Set<String>) = ([], [])
            var occupied: Set<[Int]> = []
            for panel in panels {
                let title = panel["title"] as? String ?? ""
                #expect(!title.isEmpty)
                #expect(ids.insert(panel["id"] as? Int ?? 0).inserted, "\(title): its id is another's")
                let place = try #require(panel["gridPos"] as? [String: Int])
                let (x, y, w, h) = (place["x"] ?? -1, place["y"] ?? -1, place["w"] ?? 0, place["h"] ?? 0)
                #expect(x >= 0 && y >= 0 && w > 0 && h > 0 && x + w <= 24, "\(title): \(place)")
                for column in x..<x + w {
                    for line in y..<y + h {
                        #expect(occupied.insert([column, line]).inserted, "\(title) lies on another")
                    }
                }
                guard panel["type"] as? String != "row" else { continue }
                let description = panel["description"] as? String ?? ""
                #expect(!description.isEmpty, "\(title): no description")
                let defaults = (panel["fieldConfig"] as? [String: Any])?["defaults"] as? [String: Any]
                let unit = defaults?["unit"] as? String ?? ""
                #expect(!unit.isEmpty, "\(title): no unit")
                let targets = panel["targets"] as? [[String: Any]] ?? []
                #expect(!targets.isEmpty, "\(title): asks for nothing")
                for target in targets {
                    let expression = target["expr"] as? String ?? ""
                    #expect((target["datasource"] as? [String: String])?["uid"] == "${datasource}", "\(title)")
                    let found = families(names(in: expression), exposition)
                    #expect(!found.known.isEmpty && found.unknown.isEmpty, "\(title): \(found.unknown) \(expression)")
                    asked.formUnion(found.known)
                    checkUse(of: found.known, in: expression, exposition, title)
                }
            }
            #expect(ids.count > 20)
            // What is not shown is of no use there.
            let unshown = Set(exposition.families.keys).subtracting(asked)
            #expect(unshown == ["roost_build_info"], "not on the dashboard: \(unshown.sorted())")
        }

        /// Counters are asked for how they grow, and everything of the server that was chosen.
        private func checkUse(
            of known: Set<String>, in expression: String, _ exposition: Exposition, _ title: String
        ) {
            for match in expression.matches(of: /((?:rate|increase)\()?((?:roost|process)_[a-z0-9_]+)(\{[^}]*\})?/) {
                let name = String(match.2)
                let isCounted = name.hasSuffix("_total") || exposition.families[name] == nil
                #expect(isCounted == (match.1 != nil), "\(title): \(name) in \(expression)")
                #expect(match.3?.contains(#"instance=~"$instance""#) == true, "\(title): \(name) of every server")
            }
        }
    }
}
