import Glibc
import HTTPMessage
import JSON
import MockSupport
import ProvenaClient
import Testing

@Suite struct `Tokens in a file` {
  /// Lends a folder that is gone afterwards.
  private func withFolder(_ body: (String) throws -> Void) throws {
    let template = try #require(strdup("/tmp/provena-tokens-XXXXXX"))
    defer { free(template) }
    let folder = String(cString: try #require(mkdtemp(template)))
    defer {
      for name in Repository.entries(of: folder) { unlink("\(folder)/\(name)") }
      unlink("\(folder)/.tokens.json")
      rmdir(folder)
    }
    try body(folder)
  }

  private func write(_ text: String, to path: String) throws {
    let file = try #require(fopen(path, "w"))
    fputs(text, file)
    fclose(file)
  }

  @Test func `come back as they were, the last ones`() throws {
    try withFolder { folder in
      let store = FileTokenStore(path: "\(folder)/.tokens.json")
      #expect(store.load() == nil)
      for number in 1...2 {
        let tokens = Tokens(access: "a\(number)", refresh: "ä\"\\\(number)")
        try store.save(tokens)
        #expect(store.load() == tokens)
      }
      #expect(Repository.entries(of: folder).isEmpty)
    }
  }

  @Test func `are nobody else's to read`() throws {
    try withFolder { folder in
      let path = "\(folder)/.tokens.json"
      try FileTokenStore(path: path).save(Tokens(access: "a", refresh: "r"))
      var status = stat()
      #expect(stat(path, &status) == 0)
      #expect(status.st_mode & 0o777 == 0o600)
    }
  }

  @Test func `are written as the Python client reads them`() throws {
    try withFolder { folder in
      let path = "\(folder)/.tokens.json"
      try FileTokenStore(path: path).save(Tokens(access: "a", refresh: "r"))
      let file = try #require(fopen(path, "r"))
      defer { fclose(file) }
      var buffer = [UInt8](repeating: 0, count: 1000)
      let count = fread(&buffer, 1, buffer.count, file)
      let value = try JSONReader.value(of: Array(buffer[..<count]))
      #expect(value == ["access_token": "a", "refresh_token": "r"])
    }
  }

  @Test(arguments: CaseFile.list("token-files"))
  func `are none when the file is damaged`(example: JSONValue) throws {
    try withFolder { folder in
      let path = "\(folder)/.tokens.json"
      try write(try #require(example["text"]?.string), to: path)
      let store = FileTokenStore(path: path)
      #expect((store.load() != nil) == example["isRead"]?.bool)
      try store.save(Tokens(access: "a", refresh: "r"))
      #expect(store.load() != nil)
    }
  }

  @Test func `that can't be written are told of`() throws {
    try withFolder { folder in
      let path = "\(folder)/none/.tokens.json"
      let error = #expect(throws: ProvenaError.self) {
        try FileTokenStore(path: path).save(Tokens(access: "a", refresh: "r"))
      }
      #expect(
        error?.description == "can't keep the token in \(path): No such file or directory")
    }
  }

  @Test func `are beside the program by default, where the Python client has them`() {
    #expect(FileTokenStore().path == ".tokens.json")
  }
}

@Suite struct `A deployment` {
  @Test(arguments: CaseFile.list("deployments"))
  func `is found by its domain, or where it is said to be`(example: JSONValue) {
    let config: ProvenaConfig
    if let server = example["server"]?.string {
      config = ProvenaConfig(server: server, realmName: example["realm"]?.string ?? "")
    } else {
      config = ProvenaConfig(
        domain: example["domain"]?.string ?? "", realmName: example["realm"]?.string ?? "",
        apiOverrides: ProvenaConfig.APIOverrides(
          datastoreAPIEndpoint: example["datastore"]?.string,
          keycloakEndpoint: example["keycloak"]?.string))
    }
    #expect(config.datastoreURL == example["datastoreURL"]?.string)
    #expect(config.realmURL == example["realmURL"]?.string)
  }
}
