package io.columnseal.test.kms;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A gRPC service that answers bytes with bytes, so that they can also be bytes of no message. */
final class GrpcBytes {

    private static final Metadata.Key<String> ROUTING =
            Metadata.Key.of("x-goog-request-params", Metadata.ASCII_STRING_MARSHALLER);

    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private GrpcBytes() {}

    /** Answers a request, with the header by which Google routes it, or throws a {@link StatusRuntimeException}. */
    interface Method {
        byte[] answer(byte[] request, String routing) throws InvalidProtocolBufferException;
    }

    /** @param authorization the header without which a request is refused; null where none is expected */
    static ServerServiceDefinition service(String name, @Nullable String authorization, Map<String, Method> methods) {
        ServerServiceDefinition.Builder service = ServerServiceDefinition.builder(name);
        methods.forEach((method, implementation) -> service.addMethod(
                MethodDescriptor.<byte[], byte[]>newBuilder()
                        .setType(MethodDescriptor.MethodType.UNARY)
                        .setFullMethodName(MethodDescriptor.generateFullMethodName(name, method))
                        .setRequestMarshaller(new Bytes())
                        .setResponseMarshaller(new Bytes())
                        .build(),
                new Handler(implementation, authorization)));
        return service.build();
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {

        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** One request, one answer. */
    private record Handler(Method method, @Nullable String authorization) implements ServerCallHandler<byte[], byte[]> {

        @Override
        public ServerCall.Listener<byte[]> startCall(ServerCall<byte[], byte[]> call, Metadata headers) {
            if (authorization != null && !authorization.equals(headers.get(AUTHORIZATION))) {
                call.close(
                        Status.UNAUTHENTICATED.withDescription("Request had invalid authentication credentials."),
                        new Metadata());
                return new ServerCall.Listener<>() {};
            }
            String routing = headers.get(ROUTING);
            call.request(1);
            return new ServerCall.Listener<>() {
                @Override
                public void onMessage(byte[] request) {
                    answer(call, request, routing == null ? "" : routing);
                }
            };
        }

        private void answer(ServerCall<byte[], byte[]> call, byte[] request, String routing) {
            byte[] answer;
            try {
                answer = method.answer(request, routing);
            } catch (StatusRuntimeException e) {
                call.close(e.getStatus(), new Metadata());
                return;
            } catch (InvalidProtocolBufferException e) {
                call.close(Status.INVALID_ARGUMENT, new Metadata());
                return;
            }
            call.sendHeaders(new Metadata());
            call.sendMessage(answer);
            call.close(Status.OK, new Metadata());
        }
    }
}
