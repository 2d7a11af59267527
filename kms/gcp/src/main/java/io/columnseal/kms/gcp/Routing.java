package io.columnseal.kms.gcp;

import com.google.api.gax.grpc.GrpcCallContext;
import com.google.api.gax.rpc.ApiCallContext;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The header by which Google finds the place of a key; the library adds it to channels of its own only. */
final class Routing implements ClientInterceptor {

    private static final CallOptions.Key<String> RESOURCE = CallOptions.Key.create("columnseal-resource");
    private static final Metadata.Key<String> HEADER =
            Metadata.Key.of("x-goog-request-params", Metadata.ASCII_STRING_MARSHALLER);

    /** A call about a key. */
    static ApiCallContext to(String keyName) {
        return GrpcCallContext.createDefault().withCallOptions(CallOptions.DEFAULT.withOption(RESOURCE, keyName));
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
            @Override
            public void start(Listener<A> listener, Metadata headers) {
                String keyName = options.getOption(RESOURCE);
                if (keyName != null) {
                    headers.put(HEADER, "name=" + URLEncoder.encode(keyName, StandardCharsets.UTF_8));
                }
                super.start(listener, headers);
            }
        };
    }
}
