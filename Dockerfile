# The console without a window. docs/backend.md says how to run it.
FROM node:24-bookworm-slim AS build
WORKDIR /source
COPY package.json package-lock.json .npmrc ./
# No install scripts: nothing that is built here needs one, and Electron stays away.
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build && find dist/service -name '*.map' -delete

FROM node:24-bookworm-slim
# Everything is bundled: no packages beside it.
COPY --from=build /source/package.json /source/LICENSE /console/
COPY --from=build /source/dist/service /console/dist/service
RUN install --directory --owner=node --group=node --mode=700 /data
USER node
WORKDIR /console
ENV NODE_ENV=production DATA_DIR=/data BRIDGE_HOST=0.0.0.0 BRIDGE_PORT=3300
VOLUME /data
EXPOSE 3300
HEALTHCHECK --interval=30s --timeout=5s --start-period=15s CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.BRIDGE_PORT}/health`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# The program handles SIGTERM itself, also as process 1.
CMD ["node", "dist/service/service.js"]
