# The jar that `./mvnw package` built, taken apart so that a new version of the code replaces one small layer.
ARG BASE_IMAGE=eclipse-temurin:25-jre

FROM ${BASE_IMAGE} AS layers
WORKDIR /layers
COPY notification-stream/target/notification-stream.jar .
RUN java -Djarmode=tools -jar notification-stream.jar extract --layers --destination extracted

FROM ${BASE_IMAGE}
WORKDIR /app
COPY --from=layers /layers/extracted/dependencies/ ./
COPY --from=layers /layers/extracted/spring-boot-loader/ ./
COPY --from=layers /layers/extracted/snapshot-dependencies/ ./
COPY --from=layers /layers/extracted/application/ ./
USER 10001:10001
EXPOSE 8080 8081
# Compact object headers are new in 25; an older runtime ignores the flag. G1 is named because the JVM would choose the
# serial collector in a container below 1,792 MiB. Names are looked up again after 5 s, so that a database which comes back
# at another address is found. More flags go into JDK_JAVA_OPTIONS.
ENTRYPOINT ["java", \
  "-XX:+IgnoreUnrecognizedVMOptions", "-XX:+UseCompactObjectHeaders", "-XX:+UseG1GC", \
  "-XX:MaxRAMPercentage=60", "-XX:+ExitOnOutOfMemoryError", "-Dsun.net.inetaddr.ttl=5", \
  "-jar", "notification-stream.jar"]
