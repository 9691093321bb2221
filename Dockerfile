# One image: the gateway and every command of it. Data lies in /data, the rest of the file system can be read-only.
#   docker build -t yizhan .
#   docker run --read-only -v yizhan-data:/data -p 127.0.0.1:8080:8080 yizhan

# npm is needed to install, and by nobody afterwards.
FROM node:24-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund
COPY . .
# What is compiled now need not be compiled at each start, where nothing can be written beside the packages any more.
RUN node_modules/.bin/node bin/yizhan.js serve --help > /dev/null \
 && node_modules/.bin/node bin/yizhan.js schemes check

# The Node that runs is the one that package-lock.json pins, as in every checkout: nothing else of Node is in the image.
FROM debian:bookworm-slim
COPY --from=packages /app /app
RUN install -d -o 10001 -g 10001 -m 700 /data
ENV YIZHAN_HOST=0.0.0.0 YIZHAN_PORT=8080 YIZHAN_DATA=/data
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8080
# Ready, not merely alive: the store answers.
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
  CMD ["/app/node_modules/.bin/node", "-e", "fetch(`http://127.0.0.1:${process.env.YIZHAN_PORT}/readyz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["/app/node_modules/.bin/node", "/app/bin/yizhan.js"]
CMD ["serve"]
