; What the syntax of C means, in the labels of ../README.md.

(translation_unit) @module
(comment) @comment

; Expressions.

(string_literal) @string
(char_literal) @constant
(number_literal) @constant
(true) @constant
(false) @constant
(null) @constant
(sizeof_expression) @constant
(concatenated_string) @join

(binary_expression operator: "+") @concat
(binary_expression left: (_) @as.left)
(binary_expression right: (_) @as.right)

(call_expression) @call
(call_expression function: (_) @as.function)
(call_expression arguments: (argument_list (_) @as.argument))
(field_expression) @member
(field_expression argument: (_) @as.object)
(field_expression field: (_) @as.name)
(subscript_expression) @subscript
(subscript_expression argument: (_) @as.object)
(subscript_expression index: (_) @as.index)
(identifier) @name

(initializer_list) @list
(initializer_list (_) @as.item)
(initializer_pair) @pair
(initializer_pair designator: (field_designator (_) @as.key))
(initializer_pair designator: (subscript_designator (_) @as.key))
(initializer_pair value: (_) @as.value)

(conditional_expression) @either
(conditional_expression consequence: (_) @as.item)
(conditional_expression alternative: (_) @as.item)

(parenthesized_expression) @group
(parenthesized_expression (_) @as.value)
(cast_expression) @group
(cast_expression value: (_) @as.value)
(pointer_expression) @group
(pointer_expression argument: (_) @as.value)
(compound_literal_expression) @group
(compound_literal_expression value: (_) @as.value)
(type_descriptor) @comment
(gnu_asm_expression) @comment
(attribute_specifier) @comment
(offsetof_expression) @constant

; Definitions.

(function_definition) @function
(function_definition body: (_) @as.body)
(function_definition (storage_class_specifier) @as.modifier)
(function_declarator declarator: (identifier) @as.name)

(parameter_declaration) @parameter
(parameter_declaration declarator: (identifier) @as.name)
(parameter_declaration declarator: (pointer_declarator declarator: (identifier) @as.name))
(parameter_declaration declarator: (pointer_declarator declarator: (pointer_declarator declarator: (identifier) @as.name)))
(parameter_declaration declarator: (array_declarator declarator: (identifier) @as.name))
(parameter_declaration declarator: (pointer_declarator declarator: (array_declarator declarator: (identifier) @as.name)))
(parameter_list (identifier) @parameter)
(variadic_parameter) @parameter.rest
(array_declarator size: (_) @comment)

(declaration) @declaration
(declaration type: (_) @as.type)
(declaration (storage_class_specifier) @as.modifier)
(declaration declarator: (identifier) @declared)
(declaration declarator: (pointer_declarator declarator: (identifier) @declared))
(declaration declarator: (array_declarator declarator: (identifier) @declared))
(declaration declarator: (pointer_declarator declarator: (pointer_declarator declarator: (identifier) @declared)))
(declaration declarator: (array_declarator declarator: (array_declarator declarator: (identifier) @declared)))
(declaration declarator: (pointer_declarator declarator: (array_declarator declarator: (identifier) @declared)))
(declaration declarator: (function_declarator) @comment)
(declaration declarator: (pointer_declarator declarator: (function_declarator) @comment))
(declaration declarator: (pointer_declarator declarator: (pointer_declarator declarator: (function_declarator) @comment)))

(init_declarator) @assignment
(init_declarator declarator: (identifier) @as.target)
(init_declarator declarator: (pointer_declarator declarator: (identifier) @as.target))
(init_declarator declarator: (array_declarator declarator: (identifier) @as.target))
(init_declarator declarator: (pointer_declarator declarator: (pointer_declarator declarator: (identifier) @as.target)))
(init_declarator declarator: (array_declarator declarator: (array_declarator declarator: (identifier) @as.target)))
(init_declarator declarator: (pointer_declarator declarator: (array_declarator declarator: (identifier) @as.target)))
(init_declarator declarator: (pointer_declarator declarator: (array_declarator declarator: (array_declarator declarator: (identifier) @as.target))))
(init_declarator value: (_) @as.value)

(field_declaration_list) @comment
(enumerator_list) @comment
(type_definition) @comment

; The preprocessor.

(preproc_include path: (_) @include)
(preproc_def) @assignment
(preproc_def name: (identifier) @name @as.target)
(preproc_def value: (_) @inject @as.value)
(preproc_function_def) @function
(preproc_function_def name: (_) @as.name)
(preproc_function_def parameters: (preproc_params (identifier) @parameter))
(preproc_function_def value: (_) @inject @as.body)
(preproc_call) @comment
(preproc_ifdef) @branch
(preproc_ifdef name: (_) @comment)
(preproc_if) @branch
(preproc_if condition: (_) @comment)
(preproc_elif) @arm
(preproc_elif condition: (_) @comment)
(preproc_else) @arm
(linkage_specification value: (_) @comment)

; Statements.

(assignment_expression operator: "=") @assignment
(assignment_expression operator: "+=") @augment
(assignment_expression left: (_) @as.target)
(assignment_expression right: (_) @as.value)

(return_statement) @return
(return_statement (_) @as.value)
(continue_statement) @exit

(if_statement) @branch
(if_statement consequence: (_) @as.arm)
(else_clause) @arm.else
(switch_statement) @branch
(case_statement) @arm
(for_statement) @loop
(for_statement body: (_) @as.arm)
(while_statement) @loop
(while_statement body: (_) @as.arm)
(do_statement) @loop
(do_statement body: (_) @as.arm)
