/// A method of AMQP 0-9-1 with RabbitMQ's confirm, nack and blocked extensions.
public enum Method: Sendable, Equatable {
  case connectionStart(Connection.Start)
  case connectionStartOk(Connection.StartOk)
  case connectionTune(Connection.Tune)
  case connectionTuneOk(Connection.TuneOk)
  case connectionOpen(Connection.Open)
  case connectionOpenOk(Connection.OpenOk)
  case connectionClose(Connection.Close)
  case connectionCloseOk(Connection.CloseOk)
  case connectionBlocked(Connection.Blocked)
  case connectionUnblocked(Connection.Unblocked)
  case channelOpen(Channel.Open)
  case channelOpenOk(Channel.OpenOk)
  case channelFlow(Channel.Flow)
  case channelFlowOk(Channel.FlowOk)
  case channelClose(Channel.Close)
  case channelCloseOk(Channel.CloseOk)
  case exchangeDeclare(Exchange.Declare)
  case exchangeDeclareOk(Exchange.DeclareOk)
  case exchangeDelete(Exchange.Delete)
  case exchangeDeleteOk(Exchange.DeleteOk)
  case queueDeclare(Queue.Declare)
  case queueDeclareOk(Queue.DeclareOk)
  case queueBind(Queue.Bind)
  case queueBindOk(Queue.BindOk)
  case queuePurge(Queue.Purge)
  case queuePurgeOk(Queue.PurgeOk)
  case queueDelete(Queue.Delete)
  case queueDeleteOk(Queue.DeleteOk)
  case queueUnbind(Queue.Unbind)
  case queueUnbindOk(Queue.UnbindOk)
  case basicQos(Basic.Qos)
  case basicQosOk(Basic.QosOk)
  case basicConsume(Basic.Consume)
  case basicConsumeOk(Basic.ConsumeOk)
  case basicCancel(Basic.Cancel)
  case basicCancelOk(Basic.CancelOk)
  case basicPublish(Basic.Publish)
  case basicReturn(Basic.Return)
  case basicDeliver(Basic.Deliver)
  case basicGet(Basic.Get)
  case basicGetOk(Basic.GetOk)
  case basicGetEmpty(Basic.GetEmpty)
  case basicAck(Basic.Ack)
  case basicReject(Basic.Reject)
  case basicNack(Basic.Nack)
  case confirmSelect(Confirm.Select)
  case confirmSelectOk(Confirm.SelectOk)
}

extension Method {
  /// What it carries, for encoding and for telling its identity.
  var arguments: any MethodArguments {
    switch self {
    case .connectionStart(let arguments): arguments
    case .connectionStartOk(let arguments): arguments
    case .connectionTune(let arguments): arguments
    case .connectionTuneOk(let arguments): arguments
    case .connectionOpen(let arguments): arguments
    case .connectionOpenOk(let arguments): arguments
    case .connectionClose(let arguments): arguments
    case .connectionCloseOk(let arguments): arguments
    case .connectionBlocked(let arguments): arguments
    case .connectionUnblocked(let arguments): arguments
    case .channelOpen(let arguments): arguments
    case .channelOpenOk(let arguments): arguments
    case .channelFlow(let arguments): arguments
    case .channelFlowOk(let arguments): arguments
    case .channelClose(let arguments): arguments
    case .channelCloseOk(let arguments): arguments
    case .exchangeDeclare(let arguments): arguments
    case .exchangeDeclareOk(let arguments): arguments
    case .exchangeDelete(let arguments): arguments
    case .exchangeDeleteOk(let arguments): arguments
    case .queueDeclare(let arguments): arguments
    case .queueDeclareOk(let arguments): arguments
    case .queueBind(let arguments): arguments
    case .queueBindOk(let arguments): arguments
    case .queuePurge(let arguments): arguments
    case .queuePurgeOk(let arguments): arguments
    case .queueDelete(let arguments): arguments
    case .queueDeleteOk(let arguments): arguments
    case .queueUnbind(let arguments): arguments
    case .queueUnbindOk(let arguments): arguments
    case .basicQos(let arguments): arguments
    case .basicQosOk(let arguments): arguments
    case .basicConsume(let arguments): arguments
    case .basicConsumeOk(let arguments): arguments
    case .basicCancel(let arguments): arguments
    case .basicCancelOk(let arguments): arguments
    case .basicPublish(let arguments): arguments
    case .basicReturn(let arguments): arguments
    case .basicDeliver(let arguments): arguments
    case .basicGet(let arguments): arguments
    case .basicGetOk(let arguments): arguments
    case .basicGetEmpty(let arguments): arguments
    case .basicAck(let arguments): arguments
    case .basicReject(let arguments): arguments
    case .basicNack(let arguments): arguments
    case .confirmSelect(let arguments): arguments
    case .confirmSelectOk(let arguments): arguments
    }
  }

  /// Reads the arguments of a method; nil when this codec does not have it.
  init?(_ id: MethodID, from reader: inout WireReader) throws(WireError) {
    switch id {
    case Connection.Start.id: self = .connectionStart(try Connection.Start(from: &reader))
    case Connection.StartOk.id: self = .connectionStartOk(try Connection.StartOk(from: &reader))
    case Connection.Tune.id: self = .connectionTune(try Connection.Tune(from: &reader))
    case Connection.TuneOk.id: self = .connectionTuneOk(try Connection.TuneOk(from: &reader))
    case Connection.Open.id: self = .connectionOpen(try Connection.Open(from: &reader))
    case Connection.OpenOk.id: self = .connectionOpenOk(try Connection.OpenOk(from: &reader))
    case Connection.Close.id: self = .connectionClose(try Connection.Close(from: &reader))
    case Connection.CloseOk.id: self = .connectionCloseOk(Connection.CloseOk(from: &reader))
    case Connection.Blocked.id: self = .connectionBlocked(try Connection.Blocked(from: &reader))
    case Connection.Unblocked.id: self = .connectionUnblocked(Connection.Unblocked(from: &reader))
    case Channel.Open.id: self = .channelOpen(try Channel.Open(from: &reader))
    case Channel.OpenOk.id: self = .channelOpenOk(try Channel.OpenOk(from: &reader))
    case Channel.Flow.id: self = .channelFlow(try Channel.Flow(from: &reader))
    case Channel.FlowOk.id: self = .channelFlowOk(try Channel.FlowOk(from: &reader))
    case Channel.Close.id: self = .channelClose(try Channel.Close(from: &reader))
    case Channel.CloseOk.id: self = .channelCloseOk(Channel.CloseOk(from: &reader))
    case Exchange.Declare.id: self = .exchangeDeclare(try Exchange.Declare(from: &reader))
    case Exchange.DeclareOk.id: self = .exchangeDeclareOk(Exchange.DeclareOk(from: &reader))
    case Exchange.Delete.id: self = .exchangeDelete(try Exchange.Delete(from: &reader))
    case Exchange.DeleteOk.id: self = .exchangeDeleteOk(Exchange.DeleteOk(from: &reader))
    case Queue.Declare.id: self = .queueDeclare(try Queue.Declare(from: &reader))
    case Queue.DeclareOk.id: self = .queueDeclareOk(try Queue.DeclareOk(from: &reader))
    case Queue.Bind.id: self = .queueBind(try Queue.Bind(from: &reader))
    case Queue.BindOk.id: self = .queueBindOk(Queue.BindOk(from: &reader))
    case Queue.Purge.id: self = .queuePurge(try Queue.Purge(from: &reader))
    case Queue.PurgeOk.id: self = .queuePurgeOk(try Queue.PurgeOk(from: &reader))
    case Queue.Delete.id: self = .queueDelete(try Queue.Delete(from: &reader))
    case Queue.DeleteOk.id: self = .queueDeleteOk(try Queue.DeleteOk(from: &reader))
    case Queue.Unbind.id: self = .queueUnbind(try Queue.Unbind(from: &reader))
    case Queue.UnbindOk.id: self = .queueUnbindOk(Queue.UnbindOk(from: &reader))
    case Basic.Qos.id: self = .basicQos(try Basic.Qos(from: &reader))
    case Basic.QosOk.id: self = .basicQosOk(Basic.QosOk(from: &reader))
    case Basic.Consume.id: self = .basicConsume(try Basic.Consume(from: &reader))
    case Basic.ConsumeOk.id: self = .basicConsumeOk(try Basic.ConsumeOk(from: &reader))
    case Basic.Cancel.id: self = .basicCancel(try Basic.Cancel(from: &reader))
    case Basic.CancelOk.id: self = .basicCancelOk(try Basic.CancelOk(from: &reader))
    case Basic.Publish.id: self = .basicPublish(try Basic.Publish(from: &reader))
    case Basic.Return.id: self = .basicReturn(try Basic.Return(from: &reader))
    case Basic.Deliver.id: self = .basicDeliver(try Basic.Deliver(from: &reader))
    case Basic.Get.id: self = .basicGet(try Basic.Get(from: &reader))
    case Basic.GetOk.id: self = .basicGetOk(try Basic.GetOk(from: &reader))
    case Basic.GetEmpty.id: self = .basicGetEmpty(try Basic.GetEmpty(from: &reader))
    case Basic.Ack.id: self = .basicAck(try Basic.Ack(from: &reader))
    case Basic.Reject.id: self = .basicReject(try Basic.Reject(from: &reader))
    case Basic.Nack.id: self = .basicNack(try Basic.Nack(from: &reader))
    case Confirm.Select.id: self = .confirmSelect(try Confirm.Select(from: &reader))
    case Confirm.SelectOk.id: self = .confirmSelectOk(Confirm.SelectOk(from: &reader))
    default: return nil
    }
  }
}
