package io.columnseal.kms.gcp;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Leaves a connection on which a call was not answered in time. Firewalls forget idle ones without a word, and all calls share
 * one, in which they would end until the operating system gives it up, after a quarter of an hour. Safe for use by many
 * threads.
 */
final class DeadConnections implements ClientInterceptor {

    private final Runnable reconnect;
    private final AtomicLong left = new AtomicLong();

    /** @param reconnect has later calls use another connection */
    DeadConnections(Runnable reconnect) {
        this.reconnect = reconnect;
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
            @Override
            public void start(Listener<A> listener, Metadata headers) {
                long before = left.get();
                super.start(
                        new SimpleForwardingClientCallListener<>(listener) {
                            @Override
                            public void onClose(Status status, Metadata trailers) {
                                // One for all calls of that connection: the next one may be in use already
                                if (status.getCode() == Status.Code.DEADLINE_EXCEEDED
                                        && left.compareAndSet(before, before + 1)) {
                                    reconnect.run();
                                }
                                super.onClose(status, trailers);
                            }
                        },
                        headers);
            }
        };
    }
}
