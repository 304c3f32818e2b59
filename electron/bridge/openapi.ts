import { z } from 'zod';

import { contract, eventsRoute } from './contract.ts';
import {
  type ProblemStatus,
  type Route,
  commonProblems,
  problemCodes,
  servesHead,
  wireSendRefusals,
} from './define.ts';

/** The body of every problem. */
export function problemSchema(status: ProblemStatus) {
  const problem = z.object({ error: z.enum(problemCodes[status]), message: z.string().optional() });
  if (status !== 502) return problem;
  return problem.extend({
    reason: z.enum(wireSendRefusals).optional().meta({ description: 'Of `send_failed`: why WhatsApp refused it.' }),
    statusCode: z.number().int().optional().meta({ description: "Of `send_failed`: WhatsApp's code." }),
  });
}

/** All statuses but 200 that a route may answer. */
function problemsOf({ access, problems }: Route): readonly ProblemStatus[] {
  const common = access === 'open' ? ([400, 421, 503] as const) : commonProblems;
  return [...common, ...problems].sort((a, b) => a - b);
}

/** The description of the bridge as OpenAPI 3.1, whose schemas are JSON Schema as zod writes it. */
export function openApiDocument(version: string): Readonly<Record<string, unknown>> & { readonly openapi: '3.1.0' } {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [name, route] of [...Object.entries(contract), ['events', eventsRoute] as const]) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(name, route) };
    if (servesHead(route)) paths[path].head = headOperation(name, route);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Pairing Console bridge',
      version,
      description: 'Starts, watches and uses WhatsApp sessions. No answer says `connected` without proof.',
    },
    components: {
      securitySchemes: {
        secret: { type: 'apiKey', in: 'header', name: 'X-Internal-Secret', description: 'May do everything.' },
        key: {
          type: 'apiKey',
          in: 'header',
          name: 'X-Internal-Secret',
          description: 'A key that was made with `POST /keys`, for its tenants. Routes name the scope that it needs.',
        },
        browser: { type: 'http', scheme: 'basic', description: 'Any user name; the secret or a key as the password.' },
      },
    },
    paths,
  };
}

function operation(name: string, route: Route): unknown {
  const { answer, params, query, body, access } = route;
  const parameters = [...parametersIn('path', params), ...parametersIn('query', query)];
  return {
    operationId: name,
    summary: route.summary,
    security: securityOf(access),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: !body.safeParse(undefined).success,
            content: { 'application/json': { schema: jsonSchema(body, 'input') } },
          },
        }),
    responses: {
      200: {
        description: answer.description,
        content: { [mediaType(answer.contentType)]: { schema: jsonSchema(answer.schema, 'output') } },
      },
      ...Object.fromEntries(problemsOf(route).map((status) => [status, problemResponse(status)])),
    },
  };
}

/** For a key, the scope stands as the role that OpenAPI 3.1 lets any scheme require. */
function securityOf(access: Route['access']): readonly Readonly<Record<string, readonly string[]>>[] {
  switch (access) {
    case 'open':
      return [];
    case 'secret':
      return [{ secret: [] }];
    case 'browser':
      return [{ secret: [] }, { key: [] }, { browser: [] }];
    default:
      return [{ secret: [] }, { key: [access] }];
  }
}

/** As `GET`, without a body. */
function headOperation(name: string, { summary, answer }: Route): unknown {
  return { operationId: `${name}Head`, summary, security: [], responses: { 200: { description: answer.description } } };
}

function parametersIn(place: 'path' | 'query', schema: z.ZodObject | undefined): unknown[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = jsonSchema(schema, 'input');
  return Object.entries(properties).map(([name, member]) => ({
    name,
    in: place,
    required: required.includes(name),
    schema: member,
  }));
}

function problemResponse(status: ProblemStatus): unknown {
  return {
    description: problemCodes[status].join(', '),
    content: { 'application/json': { schema: jsonSchema(problemSchema(status), 'output') } },
  };
}

export function jsonSchema(schema: z.ZodType, io: 'input' | 'output') {
  const written = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  // OpenAPI 3.1 names its JSON Schema dialect for the whole document.
  delete written.$schema;
  return written;
}

function mediaType(contentType: string): string {
  return contentType.split(';')[0] ?? contentType;
}
