import Glibc

// Publishes messages of a size with confirms and says how long that took:
//   publisher URL NUMBER BYTES WINDOW QUEUE
// The queue is made when it is missing, transient and of the usual kind, and emptied before. Prints one
// line of JSON: {"messages": …, "seconds": …, "cpu": …}, the publisher's own processor seconds.

let words = CommandLine.arguments.dropFirst()
let numbers = words.dropFirst().prefix(3).compactMap(Int.init)
guard words.count == 5, numbers.count == 3, let url = words.first, let queue = words.last else {
  print("usage: publisher URL NUMBER BYTES WINDOW QUEUE")
  exit(2)
}
do {
  let load = Load(number: numbers[0], bytes: numbers[1], window: numbers[2], queue: queue)
  print(try await load.run(at: try BrokerAddress(url)))
} catch {
  print("publisher: \(error)")
  exit(1)
}
