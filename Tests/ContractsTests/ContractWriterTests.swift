import JSON
import Testing

@testable import Contracts

@Suite struct `A written contract` {
  private static func text(_ contract: String) throws -> String {
    String(decoding: try Written.contract(contract).canonicalText, as: UTF8.self)
  }

  /// As it must be written.
  private static let canonical = """
    {
      "consumer": {
        "name": "worker"
      },
      "provider": {
        "name": "queue"
      },
      "interactions": [
        {
          "type": "Synchronous/HTTP",
          "key": "k1",
          "description": "takes a job",
          "providerStates": [
            {
              "name": "a job waits",
              "params": {
                "z": 1.0,
                "a": 2
              }
            }
          ],
          "pending": true,
          "request": {
            "method": "POST",
            "path": "/jobs",
            "query": {
              "a": [
                "2",
                "1"
              ],
              "b": [
                ""
              ]
            },
            "headers": {
              "accept": "*/*",
              "X-A": [
                "1"
              ]
            },
            "body": {
              "content": {
                "z": 1e400,
                "a": "\\u0000é"
              },
              "contentType": "application/json",
              "encoded": false
            },
            "matchingRules": {
              "path": {
                "combine": "AND",
                "matchers": [
                  {
                    "match": "regex",
                    "regex": "/jobs"
                  }
                ]
              },
              "body": {
                "$.a": {
                  "matchers": [
                    {
                      "match": "type",
                      "min": 1,
                      "max": 2
                    }
                  ]
                },
                "$.z": {
                  "matchers": []
                }
              }
            },
            "generators": {
              "body": {
                "$.a": {
                  "type": "RandomInt",
                  "max": 2,
                  "min": 1
                }
              }
            }
          },
          "response": {
            "status": 204,
            "extra": {
              "b": 1,
              "a": 2
            }
          },
          "comments": {
            "text": [],
            "by": 1
          },
          "transport": "http",
          "pluginConfiguration": {
            "b": 1,
            "a": 2
          },
          "unknown": true
        },
        {
          "type": "Asynchronous/Messages",
          "description": "tells of it",
          "contents": {
            "content": "a",
            "contentType": "text/plain"
          },
          "metadata": {
            "a": 1,
            "b": 2
          }
        }
      ],
      "metadata": {
        "pactSpecification": {
          "version": "4.0"
        },
        "z": 1,
        "a": 2
      },
      "more": null
    }

    """

  @Test func `stands as it is when it is canonical`() throws {
    let contract = try Written.contract(Self.canonical)
    #expect(String(decoding: contract.canonicalText, as: UTF8.self) == Self.canonical)
    #expect(contract.isCanonical)
  }

  @Test func `is canonical whatever the order was`() throws {
    let contract = try Written.contract(Self.shuffled)
    #expect(!contract.isCanonical)
    #expect(String(decoding: contract.canonicalText, as: UTF8.self) == Self.canonical)
  }

  private static let shuffled = #"""
    {"more": null, "metadata": {"z": 1, "pactSpecification": {"version": "4.0"}, "a": 2},
    "interactions": [
      {"unknown": true, "response": {"extra": {"b": 1, "a": 2}, "status": 204},
       "pluginConfiguration": {"b": 1, "a": 2}, "transport": "http",
       "comments": {"text": [], "by": 1},
       "request": {
         "generators": {"body": {"$.a": {"max": 2, "min": 1, "type": "RandomInt"}}},
         "matchingRules": {
           "body": {"$.z": {"matchers": []},
             "$.a": {"matchers": [{"max": 2, "min": 1, "match": "type"}]}},
           "path": {"matchers": [{"regex": "/jobs", "match": "regex"}], "combine": "AND"}},
         "body": {"encoded": false, "contentType": "application/json",
           "content": {"z": 1e400, "a": "\u0000\u00e9"}},
         "headers": {"X-A": ["1"], "accept": "*/*"}, "query": {"b": [""], "a": ["2", "1"]},
         "path": "/jobs", "method": "POST"},
       "pending": true, "providerStates": [{"params": {"z": 1.0, "a": 2}, "name": "a job waits"}],
       "description": "takes a job", "key": "k1", "type": "Synchronous/HTTP"},
      {"metadata": {"b": 2, "a": 1}, "contents": {"contentType": "text/plain", "content": "a"},
       "description": "tells of it", "type": "Asynchronous/Messages"}],
    "provider": {"name": "queue"}, "consumer": {"name": "worker"}}
    """#

  @Test func `keeps the body of version 3 as it is`() throws {
    let text = try Self.text(
      """
      {"metadata": {"pactSpecification": {"version": "3.0.0"}},
       "interactions": [{"response": {"body": {"encoded": 1, "content": 2}},
        "request": {"path": "/", "method": "GET"}, "description": "a"}]}
      """)
    #expect(text.contains("\"encoded\": 1,\n          \"content\": 2"))
    #expect(text.hasPrefix("{\n  \"interactions\": [\n    {\n      \"description\": \"a\",\n"))
  }

  @Test func `keeps names that repeat in their order`() throws {
    let text = try Self.text(
      """
      {"interactions": [{"description": "b", "description": "a",
        "request": {"method": "GET", "path": "/", "headers": {"X-B": "1", "x-a": "2", "X-A": "3"}},
        "response": {}}]}
      """)
    let places = ["\"b\"", "\"a\"", "\"x-a\"", "\"X-A\"", "\"X-B\""].map {
      text.firstRange(of: $0)?.lowerBound
    }
    #expect(!places.contains(nil))
    #expect(places.compactMap(\.self) == places.compactMap(\.self).sorted())
  }
}
