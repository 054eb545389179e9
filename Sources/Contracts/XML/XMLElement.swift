/// An element of an XML document, with names resolved to their namespaces.
struct XMLElement: Equatable {
  let name: XMLName
  let attributes: [XMLAttribute]
  let children: [XMLElement]
  /// The text directly inside, without white space at its ends.
  let text: String
}

struct XMLAttribute: Equatable {
  let name: XMLName
  let value: String
}

/// A name; equal when namespace and local part are, whatever the prefix.
struct XMLName: Equatable {
  /// As written, with its prefix: what rule paths use.
  let written: String
  let namespace: String
  let local: String

  static func == (left: XMLName, right: XMLName) -> Bool {
    left.local.utf8.elementsEqual(right.local.utf8)
      && left.namespace.utf8.elementsEqual(right.namespace.utf8)
  }

  /// With the namespace, for messages.
  var shown: String { namespace.isEmpty ? "<\(written)>" : "<\(written)> in \(namespace)" }
}
