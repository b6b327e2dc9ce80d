"""The API 接口: typed JSON over the same gate, figures and ledgers as the pages. `/api/openapi.json` describes it."""
