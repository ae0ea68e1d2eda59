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
# Compact object headers are new in 25; an older runtime ignores the flag. G1 is named because the JVM would choose the
# serial collector in a container below 1,792 MiB. Names are looked up again after 5 s, so that a database which comes back
# at another address is found. More flags go into JDK_JAVA_OPTIONS.
RUN printf '%s\n' -XX:+IgnoreUnrecognizedVMOptions -XX:+UseCompactObjectHeaders -XX:+UseG1GC -XX:MaxRAMPercentage=60 \
  -XX:+ExitOnOutOfMemoryError -Dsun.net.inetaddr.ttl=5 > jvm.options
# What the JVM learns from a start, for those to come: half of the time. Here it ends where the database would be needed, so
# it fails as it should; an older runtime learns nothing and ignores the cache.
RUN java @jvm.options -XX:AOTCacheOutput=notification-stream.aot -jar notification-stream.jar \
  --spring.datasource.url=jdbc:postgresql://127.0.0.1:1/none --spring.flyway.enabled=false \
  --logging.level.root=off \
  --spring.security.oauth2.resourceserver.jwt.jwk-set-uri=http://127.0.0.1:1/ > learned.log 2>&1; rm learned.log
USER 10001:10001
EXPOSE 8080 8081
ENTRYPOINT ["java", "@jvm.options", "-XX:AOTCache=notification-stream.aot", "-jar", "notification-stream.jar"]
