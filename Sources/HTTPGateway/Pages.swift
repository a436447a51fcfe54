import CWebAssets
import HTTPWire

/// The browser client's files, out of the binary or, while one works on it, from a directory.
struct Pages {
    let webRoot: String?

    func answer(_ request: HTTPRequest, _ segments: [String]) -> HTTPResponse {
        HTTPResponse(status: 404)
    }
}
