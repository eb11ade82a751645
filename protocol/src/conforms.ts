/** The subset of JSON Schema that protocol/schema uses, checked at run time (tests and development only). */
export interface Schema {
  $ref?: string;
  $defs?: Record<string, Schema>;
  anyOf?: Schema[];
  enum?: unknown[];
  type?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean;
  items?: Schema;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  minimum?: number;
  maximum?: number;
}

const types: Record<string, (value: unknown) => boolean> = {
  string: (value) => typeof value === "string",
  integer: (value) => Number.isInteger(value),
  number: (value) => typeof value === "number",
  boolean: (value) => typeof value === "boolean",
  null: (value) => value === null,
  array: (value) => Array.isArray(value),
  object: (value) => typeof value === "object" && value !== null && !Array.isArray(value),
};

/** Everything that is wrong with `value`, as `path: reason`; empty when it conforms. */
export function mistakes(value: unknown, schema: Schema, root: Schema = schema, path = "$"): string[] {
  if (schema.$ref !== undefined) {
    const definition = root.$defs?.[schema.$ref.replace("#/$defs/", "")];
    return definition ? mistakes(value, definition, root, path) : [`${path}: unknown ${schema.$ref}`];
  }
  if (schema.anyOf) {
    const tries = schema.anyOf.map((part) => mistakes(value, part, root, path));
    return tries.some((found) => found.length === 0) ? [] : [`${path}: is none of ${schema.anyOf.length}`];
  }
  if (schema.enum && !schema.enum.includes(value)) return [`${path}: is not one of ${schema.enum.join(", ")}`];
  if (schema.type !== undefined && types[schema.type]?.(value) !== true) return [`${path}: is not ${schema.type}`];
  if (typeof value === "string") return ofText(value, schema, path);
  if (typeof value === "number") return ofNumber(value, schema, path);
  if (Array.isArray(value)) {
    const { items } = schema;
    return items ? value.flatMap((item, index) => mistakes(item, items, root, `${path}[${index}]`)) : [];
  }
  return typeof value === "object" && value !== null ? ofObject(value as Record<string, unknown>, schema, root, path) : [];
}

function ofText(value: string, schema: Schema, path: string): string[] {
  const length = Array.from(value).length; // code points, as JSON Schema counts
  const found: string[] = [];
  if (length < (schema.minLength ?? 0)) found.push(`${path}: is shorter than ${schema.minLength ?? 0}`);
  if (length > (schema.maxLength ?? Infinity)) found.push(`${path}: is longer than ${schema.maxLength ?? 0}`);
  if (schema.pattern !== undefined && !new RegExp(schema.pattern, "u").test(value)) found.push(`${path}: does not match`);
  return found;
}

function ofNumber(value: number, schema: Schema, path: string): string[] {
  const inside = value >= (schema.minimum ?? -Infinity) && value <= (schema.maximum ?? Infinity);
  return inside ? [] : [`${path}: is out of range`];
}

function ofObject(value: Record<string, unknown>, schema: Schema, root: Schema, path: string): string[] {
  const missing = (schema.required ?? []).filter((field) => !(field in value)).map((field) => `${path}.${field}: is missing`);
  const inside = Object.entries(value).flatMap(([field, inner]) => {
    const expected = schema.properties?.[field];
    if (expected) return mistakes(inner, expected, root, `${path}.${field}`);
    return schema.additionalProperties === false ? [`${path}.${field}: is unknown`] : [];
  });
  return [...missing, ...inside];
}
